using Workflows.Volumes.Chunking;
using Workflows.Volumes.Compression;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Reading;

namespace Workflows.Volumes.Packs;

/// <summary>
/// Gets chunks out of packs. Whole packs are fetched, and the last few kept: what lies together was read together, and
/// is wanted together. However many ask, no more packs are in memory than are kept. Safe for concurrent use.
/// </summary>
internal sealed class PackReader(VolumeFiles files) : IDisposable
{
    /// <summary>How many packs are in memory at most: 16 MiB each, and as many may be read from at once.</summary>
    internal static readonly int Kept = Math.Clamp(Environment.ProcessorCount, 4, 16);

    private readonly VolumeRecord record = files.Record;
    private readonly Lock gate = new();
    private readonly LinkedList<KeptPack> recent = new();
    private readonly BufferPool buffers = new(PackWriter.TargetLength);
    private readonly SemaphoreSlim readers = new(Kept);

    /// <summary>Reads a chunk, and holds it against its hash.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="content">As many bytes as it has.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="VolumeDamagedException">The pack is missing, or not what was written.</exception>
    public async ValueTask ReadAsync(ChunkRef chunk, Memory<byte> content, CancellationToken cancellationToken)
    {
        if (chunk.Pack >= record.Packs.Count)
        {
            throw new VolumeDamagedException(record.Name, record.Tree.Path, $"there is no pack {chunk.Pack}");
        }

        // Each reader holds one pack, so that one that is kept is always idle, or there is room, when another is wanted.
        await readers.WaitAsync(cancellationToken);
        try
        {
            var pack = Take(chunk.Pack, cancellationToken);
            try
            {
                Unpack(await pack.Content, chunk, content);
            }
            finally
            {
                Release(pack);
            }
        }
        finally
        {
            readers.Release();
        }
    }

    /// <summary>Where a pack lies in the store.</summary>
    public string PathOf(int pack) => files.PathOf(record.Packs[pack]);

    /// <summary>Nobody reads any more.</summary>
    public void Dispose() => readers.Dispose();

    private void Unpack(ReadOnlySpan<byte> pack, in ChunkRef chunk, Memory<byte> content)
    {
        if (chunk.StoredLength > pack.Length - chunk.Offset)
        {
            throw Damaged(chunk, $"it ends before the chunk {chunk.Id}");
        }

        var stored = pack.Slice(chunk.Offset, chunk.StoredLength);
        if (chunk.Codec == Codec.None)
        {
            stored.CopyTo(content.Span);
        }
        else if (!ZstdCodec.TryDecompress(stored, content.Span))
        {
            throw Damaged(chunk, $"the chunk {chunk.Id} does not unpack");
        }

        if (ChunkId.Of(content.Span) != chunk.Id)
        {
            throw Damaged(chunk, $"the chunk {chunk.Id} is not what was written");
        }
    }

    private KeptPack Take(int pack, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var kept = recent.FirstOrDefault(kept => kept.Pack == pack);
            if (kept is not null)
            {
                recent.Remove(kept);
            }
            else
            {
                if (recent.Count == Kept)
                {
                    var unused = recent.Last(idle => idle.Readers == 0);
                    recent.Remove(unused);
                    buffers.Return(unused.Content.Result.Array!);
                }

                kept = new(pack, FetchAsync(pack, cancellationToken));
            }

            kept.Readers++;
            recent.AddFirst(kept);
            return kept;
        }
    }

    private void Release(KeptPack pack)
    {
        lock (gate)
        {
            pack.Readers--;
            if (!pack.Content.IsCompletedSuccessfully)
            {
                // The next who wants it tries anew.
                recent.Remove(pack);
            }
        }
    }

    private async Task<ArraySegment<byte>> FetchAsync(int pack, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await files.ReadPackAsync(record.Packs[pack], buffers, cancellationToken);
    }

    private VolumeDamagedException Damaged(in ChunkRef chunk, string what) =>
        new(record.Name, PathOf(chunk.Pack), what);

    /// <param name="pack">Its number.</param>
    /// <param name="content">Its bytes, when they are there.</param>
    private sealed class KeptPack(int pack, Task<ArraySegment<byte>> content)
    {
        public int Pack => pack;

        public Task<ArraySegment<byte>> Content => content;

        public int Readers { get; set; }
    }
}
