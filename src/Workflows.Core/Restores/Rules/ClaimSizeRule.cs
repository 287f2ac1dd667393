using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;

namespace Workflows.Core.Restores.Rules;

/// <summary>Lets a claim ask for as much storage as the restore says. That it is no less than before is seen to elsewhere.</summary>
public sealed class ClaimSizeRule : IRestoreRule
{
    public string Name => "claim-size";

    public string Description => "Sets how much storage a claim asks for, where the restore says it.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.PersistentVolumeClaims;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (obj.Namespace() is { } ns && obj.Name() is { } name
            && context.Claims.Sizes.TryGetValue(new ClaimName(ns, name).ToString(), out var size)
            && obj.Map("spec") is { } spec)
        {
            var resources = spec.Ensure("resources");
            resources.Ensure("requests")["storage"] = size;
            if (resources.Map("limits") is { } limits && limits.ContainsKey("storage"))
            {
                limits["storage"] = size;
            }
        }

        return RuleVerdict.Keep;
    }
}
