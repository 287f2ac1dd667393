using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Removes <c>status</c> of the server's own kinds: it says what a controller saw in the old cluster. That of custom
/// resources is sent along. Where a definition has a status subresource the server drops it by itself; where it has
/// none, <c>status</c> is a field like any other, and may be all that there is. (Velero drops it.)
/// </summary>
public sealed class StatusRule : IRestoreRule
{
    public string Name => "status";

    public string Description => "Removes status of the server's own kinds, which controllers of this cluster write anew.";

    public bool AppliesTo(GroupResource resource) =>
        !resource.Group.Contains('.') || resource.Group.EndsWith(".k8s.io", StringComparison.Ordinal);

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        obj.Remove("status");
        return RuleVerdict.Keep;
    }
}
