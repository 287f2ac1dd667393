namespace Workflows.Kubernetes.Tests.RealClusters;

/// <summary>A test that needs a real API server, and leaves nothing of its own in it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealClusterFactAttribute : FactAttribute
{
    public const string Variable = "WORKFLOWS_TEST_KUBECONFIG";

    public RealClusterFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            Skip = $"Needs a real API server: run tests/run.sh, which starts one and sets {Variable}.";
    }
}
