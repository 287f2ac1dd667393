using Workflows.Archive.Stores;

namespace Workflows.Scenarios.Faults.Zombies;

/// <summary>A store that asks before each call, so that whoever uses it can be held between any two.</summary>
/// <param name="store">The store itself.</param>
/// <param name="step">Completes when the next call may be made.</param>
internal sealed class SteppingStore(IArchiveStore store, Func<Task> step) : IArchiveStore
{
    public Uri Location => store.Location;

    public async Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        await step();
        return await store.FindAsync(path, cancellationToken);
    }

    public async Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        await step();
        return await store.OpenReadAsync(path, offset, length, cancellationToken);
    }

    public async Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        await step();
        return await store.WriteAsync(path, content, condition, cancellationToken);
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await step();
        await foreach (var blob in store.ListAsync(prefix, cancellationToken))
        {
            yield return blob;
        }
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        await step();
        await store.DeleteAsync(path, cancellationToken);
    }

    public async Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        await step();
        await store.StageBlockAsync(path, blockId, content, cancellationToken);
    }

    public async Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        await step();
        return await store.CommitBlocksAsync(path, blockIds, condition, cancellationToken);
    }

    public async Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default)
    {
        await step();
        await store.DiscardBlocksAsync(path, cancellationToken);
    }
}
