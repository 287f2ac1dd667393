using System.Runtime.CompilerServices;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Volumes.Tests.Support;

/// <summary>A store of whose calls some fail, and some are done and not answered; the same for the same seed and order.</summary>
/// <param name="store">The store.</param>
/// <param name="seed">Chooses the calls.</param>
/// <param name="oneOf">How rare they are: one of so many.</param>
internal sealed class UnreliableStore(IArchiveStore store, int seed, int oneOf) : IArchiveStore
{
    private readonly Random random = new(seed);

    /// <summary>How many calls failed, or were not answered.</summary>
    public int Failures { get; private set; }

    public Uri Location => store.Location;

    public async Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) =>
        await CallAsync(() => store.FindAsync(path, cancellationToken));

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        CallAsync(() => store.OpenReadAsync(path, offset, length, cancellationToken));

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default) =>
        CallAsync(() => store.WriteAsync(path, content, condition, cancellationToken));

    public async IAsyncEnumerable<StoredBlob> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var blob in store.ListAsync(prefix, cancellationToken))
        {
            await CallAsync(() => Task.FromResult(true));
            yield return blob;
        }
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        CallAsync(async () =>
        {
            await store.DeleteAsync(path, cancellationToken);
            return true;
        });

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        CallAsync(async () =>
        {
            await store.StageBlockAsync(path, blockId, content, cancellationToken);
            return true;
        });

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        CallAsync(() => store.CommitBlocksAsync(path, blockIds, condition, cancellationToken));

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) =>
        CallAsync(async () =>
        {
            await store.DiscardBlocksAsync(path, cancellationToken);
            return true;
        });

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var (fails, isDone) = Draw();
        if (!fails)
        {
            return await call();
        }

        if (isDone)
        {
            if (await call() is IDisposable opened)
            {
                opened.Dispose();
            }
        }

        throw new StoreException(ErrorKind.Unavailable, isDone ? "It was done, and not answered." : "It was not done.");
    }

    private (bool Fails, bool IsDone) Draw()
    {
        lock (random)
        {
            var fails = random.Next(oneOf) == 0;
            Failures += fails ? 1 : 0;
            return (fails, random.Next(2) == 0);
        }
    }
}
