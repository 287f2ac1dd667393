using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Mover.Tests.Support;

/// <summary>A store that goes away in the middle of something, for a time, or answers only when that is over.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
internal sealed class AwayStore(IArchiveStore store, TimeProvider time) : IArchiveStore
{
    private readonly Lock gate = new();
    private int calls;
    private long? wentAt;

    public Uri Location => store.Location;

    /// <summary>How many calls, and reads of what was opened, are answered before.</summary>
    public int After { get; init; }

    public required TimeSpan For { get; init; }

    /// <summary>Whether it answers late instead of failing.</summary>
    public bool IsSlow { get; init; }

    /// <summary>How many calls met it while it was away.</summary>
    public int Struck { get; private set; }

    public async Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        await AnswerAsync(path, cancellationToken);
        return await store.FindAsync(path, cancellationToken);
    }

    public async Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        await AnswerAsync(path, cancellationToken);
        await using var content = await store.OpenReadAsync(path, offset, length, cancellationToken);
        var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        return new BreakingStream(this, path, copy.ToArray());
    }

    public async Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        await AnswerAsync(path, cancellationToken);
        return await store.WriteAsync(path, content, condition, cancellationToken);
    }

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        store.ListAsync(prefix, cancellationToken);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        await AnswerAsync(path, cancellationToken);
        await store.DeleteAsync(path, cancellationToken);
    }

    public async Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        await AnswerAsync(path, cancellationToken);
        await store.StageBlockAsync(path, blockId, content, cancellationToken);
    }

    public async Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        await AnswerAsync(path, cancellationToken);
        return await store.CommitBlocksAsync(path, blockIds, condition, cancellationToken);
    }

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) =>
        store.DiscardBlocksAsync(path, cancellationToken);

    private async Task AnswerAsync(string path, CancellationToken cancellationToken)
    {
        TimeSpan left;
        lock (gate)
        {
            if (calls++ < After)
            {
                return;
            }

            wentAt ??= time.GetTimestamp();
            left = For - time.GetElapsedTime(wentAt.Value);
            Struck += left > TimeSpan.Zero ? 1 : 0;
        }

        if (left > TimeSpan.Zero)
        {
            await (IsSlow
                ? Task.Delay(left, time, cancellationToken)
                : Task.FromException(new StoreUnavailableException(Location, path, "it is under maintenance")));
        }
    }

    /// <summary>Gives a little at a time, and nothing while the store is away.</summary>
    private sealed class BreakingStream(AwayStore store, string path, byte[] content) : MemoryStream(content)
    {
        private const int Piece = 1 << 20;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await store.AnswerAsync(path, cancellationToken);
            return Read(buffer.Span[..Math.Min(buffer.Length, Piece)]);
        }
    }
}
