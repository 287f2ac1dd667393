using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Folder;

/// <summary>Creates blobs in a folder.</summary>
internal sealed class FolderCreator(FolderStore store, UnansweredWrites unanswered) : IBlobCreator
{
    public Task<StoredBlob> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        unanswered.WriteAsync(
            path,
            () => store.WriteAsync(path, content, WriteCondition.IfAbsent, cancellationToken),
            () => DescribeAsync(path, cancellationToken));

    public Task StageBlockAsync(string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        store.StageBlockAsync(path, blockId, content, cancellationToken);

    public Task<StoredBlob> CommitBlocksAsync(string path, IReadOnlyList<string> blockIds, CancellationToken cancellationToken) =>
        unanswered.WriteAsync(
            path,
            () => store.CommitBlocksAsync(path, blockIds, WriteCondition.IfAbsent, cancellationToken),
            () => DescribeAsync(path, cancellationToken));

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken) =>
        store.DiscardBlocksAsync(path, cancellationToken);

    private async Task<StoredBlob> DescribeAsync(string path, CancellationToken cancellationToken) =>
        await store.FindAsync(path, cancellationToken) ?? throw new StoreConflictException(store.Location, path, WriteCondition.IfAbsent);
}
