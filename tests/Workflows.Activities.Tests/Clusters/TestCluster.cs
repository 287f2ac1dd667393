using Workflows.Core.Clusters;

namespace Workflows.Activities.Tests.Clusters;

/// <summary>The API server of a run of the tests.</summary>
internal static class TestCluster
{
    public static string? Kubeconfig =>
        Environment.GetEnvironmentVariable("WORKFLOWS_TEST_KUBECONFIG") is { Length: > 0 } file ? file : null;

    public static ClusterReference Reference => new([Path.GetFullPath(Kubeconfig!)], null);
}
