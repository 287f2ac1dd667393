
namespace Workflows.Activities.Tests.Clusters;

/// <summary>A theory against a real API server; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterTheoryAttribute : TheoryAttribute
{
    public ClusterTheoryAttribute() => Skip = new ClusterFactAttribute().Skip;
}
