namespace Workflows.Kubernetes.Tests.RealClusters;

/// <summary>A test that needs a node to run pods on.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("WORKFLOWS_TEST_NODE") != "1"
            || string.IsNullOrEmpty(Environment.GetEnvironmentVariable(RealClusterFactAttribute.Variable)))
            Skip = "Needs a cluster with a node: set WORKFLOWS_TEST_NODE=1 and "
                + $"{RealClusterFactAttribute.Variable} to its kubeconfig.";
    }
}
