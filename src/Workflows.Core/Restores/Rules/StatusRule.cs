using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>Removes <c>status</c>: it says what a controller saw in the old cluster.</summary>
public sealed class StatusRule : IRestoreRule
{
    public string Name => "status";

    public string Description => "Removes status, which controllers of this cluster write anew.";

    public bool AppliesTo(GroupResource resource) => true;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        obj.Remove("status");
        return RuleVerdict.Keep;
    }
}
