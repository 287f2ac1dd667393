namespace Workflows.Scenarios.Running;

/// <summary>A theory against two real clusters; skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClustersTheoryAttribute : TheoryAttribute
{
    public ClustersTheoryAttribute() => Skip = ClusterNeeds.WhyNot();
}
