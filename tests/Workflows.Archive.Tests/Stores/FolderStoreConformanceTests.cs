using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Folder;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Stores;

public sealed class FolderStoreConformanceTests : ArchiveStoreConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FolderStoreConformanceTests() => Store = new FolderStore(folder.File("store"));

    protected override IArchiveStore Store { get; }

    public void Dispose() => folder.Dispose();
}

public sealed class MemoryStoreConformanceTests : ArchiveStoreConformance
{
    protected override IArchiveStore Store { get; } = new MemoryStore();
}

/// <summary>The store on the simulated disk, whose clock stands still: tags must differ all the same.</summary>
public sealed class SimulatedDiskConformanceTests : ArchiveStoreConformance
{
    protected override IArchiveStore Store { get; } =
        new FolderStore("/mnt/store", new VolatileFiles("/mnt"), new FixedClock(DateTimeOffset.UnixEpoch));
}
