using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Removes a service's address inside the old cluster; this cluster allocates one from its own range. A headless
/// service (<c>None</c>) stays headless, and one that is only a name (<c>ExternalName</c>) has no address.
/// </summary>
public sealed class ServiceClusterAddressRule : IRestoreRule
{
    public string Name => "service-cluster-address";

    public string Description => "Removes a service's cluster addresses, unless it is headless.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Services;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        var spec = obj.Map("spec");
        var isHeadless = spec.Text("clusterIP") == "None" || spec.List("clusterIPs")?.FirstOrDefault().AsText() == "None";
        if (!isHeadless && spec.Text("type") != "ExternalName")
        {
            spec.RemoveFields("clusterIP", "clusterIPs");
        }

        return RuleVerdict.Keep;
    }
}
