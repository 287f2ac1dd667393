using Workflows.Archive.Stores;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>
/// The earlier backup of a volume, as far as it is worth something now: its chunks lie in packs that are still there.
/// </summary>
internal sealed class Parent
{
    private readonly TreeReader tree;
    private readonly PackTable table;
    private readonly bool[] isThere;

    private Parent(VolumeRecord record, TreeReader tree, PackTable table, bool[] isThere)
    {
        Record = record;
        this.tree = tree;
        this.table = table;
        this.isThere = isThere;
    }

    public VolumeRecord Record { get; }

    /// <exception cref="Errors.VolumeDamagedException">
    /// Its list of entries is not what was written: what would be taken from it would be wrong in this backup as well.
    /// </exception>
    public static async Task<Parent> OpenAsync(
        IArchiveStore store, VolumeRecord record, PackTable table, CancellationToken cancellationToken)
    {
        var entries = new TreeReader(store, record);
        await entries.RequireIntactAsync(cancellationToken);
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        var layout = new VolumeLayout(record.Volume);
        await foreach (var blob in store.ListAsync(layout.Packs, cancellationToken))
        {
            lengths[blob.Path] = blob.Length;
        }

        var packs = record.Packs
            .Select(pack => lengths.TryGetValue(layout.Pack(pack.Name), out var length) && length == pack.Length)
            .ToArray();
        return new(record, entries, table, packs);
    }

    public IAsyncEnumerable<TreeEntry> ReadAsync(CancellationToken cancellationToken) => tree.ReadAsync(cancellationToken);

    /// <summary>The parent's chunks, so that content that moved, or shares parts, is not stored again.</summary>
    public async Task FillAsync(ChunkIndex index, CancellationToken cancellationToken)
    {
        await foreach (var entry in ReadAsync(cancellationToken))
        {
            foreach (var chunk in entry.Content?.Chunks ?? [])
            {
                if (IsThere(chunk))
                {
                    index.AddOfParent(chunk);
                }
            }
        }
    }

    /// <summary>The chunk with its pack's number in the manifest being written.</summary>
    public ChunkRef Reuse(in ChunkRef chunk) => chunk with { Pack = table.Reuse(Record.Packs[chunk.Pack]) };

    /// <summary>What the file held, if it is the same file now and all of it is still stored.</summary>
    public TreeEntry? FindUnchanged(TreeEntry? earlier, EntryStatus status)
    {
        var isSame = earlier is { Content: { } content, Signature: { } signature }
            && content.Length == status.Length
            && earlier.Metadata.ModifiedAt == status.Metadata.ModifiedAt
            && signature == new FileSignature(status.Inode, status.ChangedAt)
            && content.Chunks.All(chunk => IsThere(chunk));
        return isSame ? earlier : null;
    }

    private bool IsThere(in ChunkRef chunk) =>
        chunk.Pack < isThere.Length
        && isThere[chunk.Pack]
        && chunk.Offset + (long)chunk.StoredLength <= Record.Packs[chunk.Pack].Length;
}
