using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Containers;

/// <summary>What a store is to whoever may create blobs in it and nothing else; see <see cref="GrantedStore"/>.</summary>
internal interface IBlobCreator
{
    /// <summary>As <see cref="IArchiveStore.WriteAsync"/> if there is no such blob.</summary>
    /// <exception cref="StoreConflictException">There is one, and it is not this creator's.</exception>
    Task<StoredBlob> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>As <see cref="IArchiveStore.StageBlockAsync"/>.</summary>
    Task StageBlockAsync(string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>As <see cref="IArchiveStore.CommitBlocksAsync"/> if there is no such blob.</summary>
    /// <exception cref="BlocksMissingException">Some blocks are not staged; nothing was changed.</exception>
    /// <exception cref="StoreConflictException">There is one, and it is not this creator's.</exception>
    Task<StoredBlob> CommitBlocksAsync(string path, IReadOnlyList<string> blockIds, CancellationToken cancellationToken);

    /// <summary>As <see cref="IArchiveStore.DiscardBlocksAsync"/>.</summary>
    Task DiscardBlocksAsync(string path, CancellationToken cancellationToken);
}
