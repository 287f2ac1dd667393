using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Stores.Locks;

/// <summary>What other tests hold for a store with locks is one.</summary>
public sealed class LockedMemoryStoreTests : BlobLocksConformance
{
    private readonly LockedMemoryStore store;

    public LockedMemoryStoreTests() => store = new LockedMemoryStore(() => Now);

    protected override IArchiveStore Store => store;

    protected override DateTimeOffset Now { get; set; } = Begin;
}
