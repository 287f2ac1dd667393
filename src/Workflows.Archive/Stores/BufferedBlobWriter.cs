using System.Buffers;

namespace Workflows.Archive.Stores;

/// <summary>A blob gathered in memory and written by one call, for stores that have to know its length before.</summary>
/// <param name="store">The store.</param>
/// <param name="path">The blob.</param>
/// <param name="capacity">How many bytes it has at most.</param>
internal sealed class BufferedBlobWriter(IArchiveStore store, string path, int capacity) : IBlobWriter
{
    /// <summary>A pack of a volume, the most of what comes this way; longer buffers are left to the collector.</summary>
    private const int LargestKeptBytes = 16 << 20;

    /// <summary>One that is filled, and those on their way meanwhile.</summary>
    private const int Kept = 5;

    /// <summary>Not the shared pool, which would keep one for every thread that ever returned one.</summary>
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Create(LargestKeptBytes, Kept);

    private byte[] gathered = Buffers.Rent(capacity);
    private int length;

    public ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        content.CopyTo(gathered.AsMemory(length));
        length += content.Length;
        return ValueTask.CompletedTask;
    }

    public Task<StoredBlob> CommitAsync(WriteCondition condition, CancellationToken cancellationToken = default) =>
        store.WriteAsync(path, gathered.AsMemory(0, length), condition, cancellationToken);

    public ValueTask DisposeAsync()
    {
        if (gathered.Length > 0)
        {
            Buffers.Return(gathered);
            gathered = [];
        }

        return ValueTask.CompletedTask;
    }
}
