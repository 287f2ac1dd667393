using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Manifests;

/// <summary>An entry of a volume as it was backed up.</summary>
/// <param name="Path">Where it is in the tree.</param>
/// <param name="Metadata">What it is.</param>
public sealed record TreeEntry(TreePath Path, EntryMetadata Metadata)
{
    /// <summary>What it holds; null for what is no file, and for a further name of one.</summary>
    public FileContent? Content { get; init; }

    /// <summary>The first name of the file that this is a further name of; null for first names.</summary>
    public TreePath? LinkTo { get; init; }

    /// <summary>The number of what was read, by which further names of it are told; of a backup being made only.</summary>
    internal ulong Inode { get; init; }

    /// <summary>How a later backup tells that a file is as it was; null for what is no file.</summary>
    public FileSignature? Signature { get; init; }
}
