namespace Workflows.Activities.Tests.Volumes.Snapshots;

/// <summary>All tests that need the kinds of snapshots, when all others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "xunit's own word for it")]
public sealed class SnapshotCollection : ICollectionFixture<SnapshotApi>
{
    public const string Name = "snapshots";
}
