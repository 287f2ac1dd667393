using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>The earlier backup of a volume, as far as it is worth something now: its chunks lie in packs that are there.</summary>
internal sealed class Parent(ParentTree tree, PackTable table)
{
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
    public ChunkRef Reuse(in ChunkRef chunk) => chunk with { Pack = table.Reuse(tree.Packs[chunk.Pack]!) };

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
        chunk.Pack < tree.Packs.Count
        && tree.Packs[chunk.Pack] is { } pack
        && chunk.Offset + (long)chunk.StoredLength <= tree.ContentLengthOf(pack);
}
