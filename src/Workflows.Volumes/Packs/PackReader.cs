using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Volumes.Chunking;
using Workflows.Volumes.Compression;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Packs;

/// <summary>
/// Gets chunks out of packs. Whole packs are fetched, and the last few kept: what lies together was read together, and
/// is wanted together. Safe for concurrent use.
/// </summary>
internal sealed class PackReader(IArchiveStore store, VolumeRecord record)
{
    /// <summary>How many packs are kept: some 100 MB.</summary>
    private const int Kept = 6;

    private readonly VolumeLayout layout = new(record.Volume);
    private readonly Lock gate = new();
    private readonly LinkedList<(int Pack, Task<byte[]> Content)> recent = new();

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

        var pack = await GetAsync(chunk.Pack, cancellationToken);
        if (chunk.StoredLength > pack.Length - chunk.Offset)
        {
            throw Damaged(chunk, $"it ends before the chunk {chunk.Id}");
        }

        var stored = pack.AsSpan(chunk.Offset, chunk.StoredLength);
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

    /// <summary>Where a pack lies in the store.</summary>
    public string PathOf(int pack) => layout.Pack(record.Packs[pack].Name);

    private Task<byte[]> GetAsync(int pack, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            for (var node = recent.First; node is not null; node = node.Next)
            {
                if (node.Value.Pack == pack && !node.Value.Content.IsFaulted && !node.Value.Content.IsCanceled)
                {
                    recent.Remove(node);
                    recent.AddFirst(node);
                    return node.Value.Content;
                }
            }

            var content = FetchAsync(pack, cancellationToken);
            recent.AddFirst((pack, content));
            if (recent.Count > Kept)
            {
                recent.RemoveLast();
            }

            return content;
        }
    }

    private async Task<byte[]> FetchAsync(int pack, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var entry = record.Packs[pack];
        try
        {
            await using var stream = await store.OpenReadAsync(PathOf(pack), cancellationToken: cancellationToken);
            var bytes = new byte[entry.Length];
            var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (BlobNotFoundException missing)
        {
            throw new VolumeDamagedException(record.Name, PathOf(pack), "it is missing", missing);
        }
    }

    private VolumeDamagedException Damaged(in ChunkRef chunk, string what) =>
        new(record.Name, PathOf(chunk.Pack), what);
}
