using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Skips the priority classes of the system. The prefix <c>system-</c> is reserved for them, and the API server
/// refuses others under it ("Pod Priority and Preemption: PriorityClass").
/// </summary>
public sealed class SystemPriorityClassRule : IRestoreRule
{
    public string Name => "system-priorityclass";

    public string Description => "Skips the priority classes system-*, which the API server creates itself.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.PriorityClasses;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.Name()?.StartsWith("system-", StringComparison.Ordinal) is true
            ? RuleVerdict.Skip("The API server creates the priority classes system-* itself.")
            : RuleVerdict.Keep;
}
