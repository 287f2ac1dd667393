namespace Workflows.Scenarios.Running;

/// <summary>A test against two real clusters; skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClustersFactAttribute : FactAttribute
{
    public ClustersFactAttribute() => Skip = ClusterNeeds.WhyNot();
}
