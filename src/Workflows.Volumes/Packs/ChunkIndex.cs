using Workflows.Volumes.Chunking;

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
    private readonly Dictionary<ChunkId, (ChunkRef Chunk, bool IsOfParent)> chunks = [];

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

            if (found.IsOfParent)
            {
                found = (reuse(found.Chunk), false);
                chunks[id] = found;
            }

            chunk = found.Chunk;
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
                chunks.TryAdd(chunk.Id, (chunk, isOfParent));
            }
        }
    }
}
