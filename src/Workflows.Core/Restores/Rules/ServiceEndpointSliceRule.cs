using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Skips endpoint slices that a controller of Kubernetes writes; the label that says who manages a slice is part of
/// the API ("EndpointSlices: management"). Slices that somebody else manages are restored.
/// </summary>
public sealed class ServiceEndpointSliceRule : IRestoreRule
{
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";

    public string Name => "service-endpointslices";

    public string Description => "Skips endpoint slices that Kubernetes writes from services, pods and Endpoints.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.EndpointSlices;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.Label(ManagedBy) is "endpointslice-controller.k8s.io" or "endpointslicemirroring-controller.k8s.io"
            ? RuleVerdict.Skip("The endpoint slice controller writes it from the service.")
            : RuleVerdict.Keep;
}
