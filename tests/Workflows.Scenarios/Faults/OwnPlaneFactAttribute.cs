using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Faults;

/// <summary>A test that starts a control plane of its own; skipped where it can't.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnPlaneFactAttribute : FactAttribute
{
    public OwnPlaneFactAttribute() => Skip = ClusterNeeds.WhyNoOwnClusters();
}
