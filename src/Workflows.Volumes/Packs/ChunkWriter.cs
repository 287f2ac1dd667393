using Workflows.Volumes.Chunking;
using Workflows.Volumes.Compression;

namespace Workflows.Volumes.Packs;

/// <summary>Stores chunks: those that are known already are referred to, the rest is compressed and packed.</summary>
/// <param name="index">What is known.</param>
/// <param name="packs">Where the rest goes.</param>
/// <param name="reuse">Gives a chunk of the parent its place in the manifest being written.</param>
internal sealed class ChunkWriter(ChunkIndex index, PackWriter packs, Func<ChunkRef, ChunkRef> reuse) : IDisposable
{
    /// <summary>More at once than there are processors would only take memory.</summary>
    private readonly SemaphoreSlim compressing = new(Environment.ProcessorCount);

    private readonly BufferPool outputs = new(ZstdCodec.BoundOf(ContentChunker.MaxLength));

    private long newBytes;
    private long knownBytes;

    /// <summary>How many bytes of content were stored.</summary>
    public long NewBytes => Interlocked.Read(ref newBytes);

    /// <summary>How many bytes of content were there already.</summary>
    public long KnownBytes => Interlocked.Read(ref knownBytes);

    public async ValueTask<ChunkRef> WriteAsync(ReadOnlyMemory<byte> content)
    {
        var id = ChunkId.Of(content.Span);
        if (index.TryFind(id, reuse, out var known))
        {
            Interlocked.Add(ref knownBytes, content.Length);
            return known;
        }

        await compressing.WaitAsync();
        var buffer = outputs.Rent();
        try
        {
            var compressed = ZstdCodec.Compress(content.Span, buffer);
            var (stored, codec) = compressed == 0
                ? (content, Codec.None)
                : (buffer.AsMemory(0, compressed), Codec.Zstandard);
            Interlocked.Add(ref newBytes, content.Length);
            return await packs.AddAsync(stored, place =>
            {
                var chunk = new ChunkRef(id, content.Length, place.Pack, place.Offset, stored.Length, codec);
                index.Add(chunk);
                return chunk;
            });
        }
        finally
        {
            outputs.Return(buffer);
            compressing.Release();
        }
    }

    /// <summary>Nobody writes any more.</summary>
    public void Dispose() => compressing.Dispose();
}
