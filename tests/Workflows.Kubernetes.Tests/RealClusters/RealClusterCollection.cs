namespace Workflows.Kubernetes.Tests.RealClusters;

[CollectionDefinition(Name)]
public sealed class RealClusterCollection : ICollectionFixture<RealCluster>
{
    public const string Name = "Real cluster";
}
