using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;

namespace Workflows.Core.Restores.Rules;

/// <summary>Gives the claim that is restored alone its new name; its namespace is mapped as all are.</summary>
public sealed class ClaimCopyRule : IRestoreRule
{
    public string Name => "claim-copy";

    public string Description => "Names the claim that is restored alone as the restore says.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.PersistentVolumeClaims;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (context.Claims.Copy is { } copy
            && obj.Namespace() is { } ns && obj.Name() is { } name
            && new ClaimName(ns, name) == copy.From)
        {
            obj.Map("metadata")!["name"] = copy.Into.Name;
        }

        return RuleVerdict.Keep;
    }
}
