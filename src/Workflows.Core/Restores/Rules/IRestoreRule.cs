using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// One thing that is done to an object on its way from an archive into a cluster. A rule is a pure function of the
/// object and the context; applying it twice gives what applying it once gives (namespace mappings aside, when one
/// maps onto another). A rule changes only what it knows and never fails on what it does not expect: an archive may
/// be hostile, and whether a malformed object is refused is the server's to say.
/// </summary>
public interface IRestoreRule
{
    /// <summary>A short name in kebab case, stable: reports and users' settings refer to it.</summary>
    string Name { get; }

    /// <summary>One sentence that says what the rule does, shown to people.</summary>
    string Description { get; }

    bool AppliesTo(GroupResource resource);

    /// <summary>Changes <paramref name="obj"/> in place, or says that it is not restored.</summary>
    RuleVerdict Apply(JsonObject obj, RestoreRuleContext context);
}
