using Workflows.Volumes.Chunking;
using Workflows.Volumes.Compression;

namespace Workflows.Volumes.Packs;

/// <summary>
/// The chunks that need not be stored again: those of the parent, and those stored so far. Safe for concurrent use.
/// </summary>
/// <param name="capacity">
/// How many chunks are remembered. Those that come after are stored each time that they come, which costs space in the
/// store instead of memory here.
/// </param>
internal sealed class ChunkIndex(int capacity = ChunkIndex.DefaultCapacity)
{
    /// <summary>About 200 MB of memory, and some terabytes of files that are not small.</summary>
    public const int DefaultCapacity = 2_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<ChunkId, Known> chunks = [];

    /// <param name="id">What is looked for.</param>
    /// <param name="reuse">Gives a chunk of the parent its place in the manifest being written.</param>
    /// <param name="chunk">The chunk.</param>
    public bool TryFind(ChunkId id, Func<ChunkRef, ChunkRef> reuse, out ChunkRef chunk)
    {
        lock (gate)
        {
            if (!chunks.TryGetValue(id, out var found))
            {
                chunk = default;
                return false;
            }

            chunk = found.ToChunk(id);
            if (found.IsOfParent)
            {
                chunk = reuse(chunk);
                chunks[id] = new(chunk, isOfParent: false);
            }

            return true;
        }
    }

    /// <summary>A chunk that the manifest being written may refer to.</summary>
    public void Add(in ChunkRef chunk) => Add(chunk, isOfParent: false);

    /// <summary>A chunk as the parent's manifest refers to it.</summary>
    public void AddOfParent(in ChunkRef chunk) => Add(chunk, isOfParent: true);

    private void Add(in ChunkRef chunk, bool isOfParent)
    {
        lock (gate)
        {
            if (chunks.Count < capacity)
            {
                chunks.TryAdd(chunk.Id, new(chunk, isOfParent));
            }
        }
    }

    /// <summary>A chunk without its hash, which is what it is found by: there are millions of these.</summary>
    private readonly struct Known(in ChunkRef chunk, bool isOfParent)
    {
        private readonly int length = chunk.Length;
        private readonly int pack = chunk.Pack;
        private readonly int offset = chunk.Offset;
        private readonly int storedLength = chunk.StoredLength;
        private readonly byte codec = (byte)chunk.Codec;

        public bool IsOfParent { get; } = isOfParent;

        public ChunkRef ToChunk(ChunkId id) => new(id, length, pack, offset, storedLength, (Codec)codec);
    }
}
