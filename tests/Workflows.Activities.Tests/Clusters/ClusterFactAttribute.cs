namespace Workflows.Activities.Tests.Clusters;

/// <summary>A test against a real API server; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = TestCluster.Kubeconfig is null
        ? "WORKFLOWS_TEST_KUBECONFIG names no cluster to write to; tests/run.sh starts one."
        : null;
}
