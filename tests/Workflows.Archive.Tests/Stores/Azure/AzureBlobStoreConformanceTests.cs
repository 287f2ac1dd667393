using Workflows.Archive.Stores;

namespace Workflows.Archive.Tests.Stores.Azure;

[NeedsAzurite]
public sealed class AzureBlobStoreConformanceTests : ArchiveStoreConformance, IDisposable
{
    private readonly TestContainer container = new();

    public AzureBlobStoreConformanceTests() => Store = container.Store();

    protected override IArchiveStore Store { get; }

    public void Dispose() => container.Dispose();
}

/// <summary>The same below a prefix, with others' blobs around it.</summary>
[NeedsAzurite]
public sealed class AzureBlobStoreWithPrefixConformanceTests : ArchiveStoreConformance, IDisposable
{
    private readonly TestContainer container = new();

    public AzureBlobStoreWithPrefixConformanceTests()
    {
        foreach (var name in new[] { "team", "team-b/a", "team/a", "team/clusterx/a", "velero/backups/b/b.tar.gz" })
            container.Client.UploadBlob(name, BinaryData.FromString("of somebody else"));
        Store = container.Store(prefix: "team/cluster");
    }

    protected override IArchiveStore Store { get; }

    public void Dispose() => container.Dispose();
}
