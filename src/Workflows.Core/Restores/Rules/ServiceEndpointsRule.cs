using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Skips Endpoints that the endpoints controller writes for a service with a selector: their addresses are pods of
/// the old cluster. Such an object has no owner reference and does not name its service's selector, so it is known
/// by what only the controller writes: an address that points at a pod, the time of the last change, the label of
/// newer versions. Endpoints written by hand for a service without a selector have none of these and are restored.
/// An empty one of the controller's can't be told from one written by hand; restored, it does no harm.
/// </summary>
public sealed class ServiceEndpointsRule : IRestoreRule
{
    private const string LastChange = "endpoints.kubernetes.io/last-change-trigger-time";
    private const string ManagedBy = "endpoints.kubernetes.io/managed-by";
    private const string Leader = "control-plane.alpha.kubernetes.io/leader";

    public string Name => "service-endpoints";

    public string Description =>
        "Skips Endpoints that a controller writes for a service with a selector, or that a process holds as a lock.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Endpoints;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (obj.HasAnnotation(Leader))
        {
            return RuleVerdict.Skip("It is the lock of a process that ran in the old cluster.");
        }

        return obj.HasAnnotation(LastChange) || obj.HasLabel(ManagedBy) || PointsAtPods(obj)
            ? RuleVerdict.Skip("The endpoints controller writes it from the service and its pods.")
            : RuleVerdict.Keep;
    }

    private static bool PointsAtPods(JsonObject obj) =>
        obj.List("subsets").Maps()
            .SelectMany(subset => subset.List("addresses").Maps().Concat(subset.List("notReadyAddresses").Maps()))
            .Any(address => address.Map("targetRef").Text("kind") == "Pod");
}
