using Workflows.Archive.Stores.Folder;

namespace Workflows.Archive.Stores.Containers;

/// <summary>
/// Gathers a blob's blocks on this machine, for stores where staging them takes more rights than creating a blob does.
/// It takes twice the blob's length for a moment.
/// </summary>
/// <param name="folder">Where; null for a folder of its own in the temporary one, made when it is needed.</param>
/// <param name="timeProvider">Clock.</param>
internal sealed class BlockSpool(string? folder, TimeProvider timeProvider) : IDisposable
{
    private readonly Lazy<FolderStore> store = new(() => new FolderStore(
        Path.Combine(folder ?? Path.GetTempPath(), "workflows-blocks-" + Guid.NewGuid().ToString("N")), timeProvider));

    public async Task StageAsync(string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // What an earlier commit made of blocks that are staged anew counts no more.
        if (await store.Value.FindAsync(path, cancellationToken) is not null)
            await store.Value.DeleteAsync(path, cancellationToken);
        await store.Value.StageBlockAsync(path, blockId, content, cancellationToken);
    }

    /// <summary>The blob, made of its blocks; the same again until it is discarded, or a block is staged anew.</summary>
    /// <exception cref="Errors.BlocksMissingException">Some blocks are not staged.</exception>
    public async Task<FileStream> AssembleAsync(string path, IReadOnlyList<string> blockIds, CancellationToken cancellationToken)
    {
        if (await store.Value.FindAsync(path, cancellationToken) is null)
            await store.Value.CommitBlocksAsync(path, blockIds, WriteCondition.None, cancellationToken);

        // The file itself: a body is sent in one request only where the client can tell its length and go back in it.
        return File.OpenRead(Path.Combine(store.Value.Location.LocalPath, path));
    }

    public async Task DiscardAsync(string path, CancellationToken cancellationToken)
    {
        if (store.IsValueCreated)
            await store.Value.DeleteAsync(path, cancellationToken);
    }

    public void Dispose()
    {
        if (store.IsValueCreated && Directory.Exists(store.Value.Location.LocalPath))
            Directory.Delete(store.Value.Location.LocalPath, recursive: true);
    }
}
