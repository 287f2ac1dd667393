using Workflows.Archive.Stores;

namespace Workflows.Mover.Tests.Support;

/// <summary>A store of one blob, whose calls fail as a test says.</summary>
internal sealed class TroubledStore(byte[] blob) : IArchiveStore
{
    public static readonly Uri Address = new("https://account.blob.core.windows.net/pvc-1");

    private int calls;

    public Uri Location => Address;

    public int Calls => calls;

    /// <summary>Given the number of a call, from 1, how it fails; null if it does not.</summary>
    public Func<int, Exception?> Trouble { get; set; } = _ => null;

    /// <summary>How many bytes a read gives before it fails as the next call would.</summary>
    public int BreakAfter { get; set; } = int.MaxValue;

    public async Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) => await CallAsync(path);

    public async Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        await CallAsync(path);
        var count = length ?? blob.Length - offset;
        return new BreakingStream(this, blob.AsMemory((int)offset, (int)count));
    }

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default) =>
        CallAsync(path);

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => CallAsync(path);

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        CallAsync(path);

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) => CallAsync(path);

    private Task<StoredBlob> CallAsync(string path) => Trouble(Interlocked.Increment(ref calls)) is { } trouble
        ? Task.FromException<StoredBlob>(trouble)
        : Task.FromResult(new StoredBlob(path, blob.Length, "tag", DateTimeOffset.UnixEpoch));

    private sealed class BreakingStream(TroubledStore store, ReadOnlyMemory<byte> left) : MemoryStream(left.ToArray())
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= store.BreakAfter && store.Trouble(Interlocked.Increment(ref store.calls)) is { } trouble)
            {
                return ValueTask.FromException<int>(trouble);
            }

            return ValueTask.FromResult(Read(buffer.Span[..Math.Min(buffer.Length, 1_000)]));
        }
    }
}
