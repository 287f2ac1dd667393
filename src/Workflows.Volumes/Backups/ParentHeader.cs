using Workflows.Volumes.Packs;

namespace Workflows.Volumes.Backups;

/// <summary>What is said of a parent before its entries.</summary>
internal sealed record ParentHeader
{
    /// <summary>The backup; null for none: then there are no entries.</summary>
    public string? Name { get; init; }

    /// <summary>Whether its packs are encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Its packs by number; null for one that is not there any more.</summary>
    public IReadOnlyList<PackEntry?> Packs { get; init; } = [];

    /// <summary>What is wrong with an earlier backup, in a sentence.</summary>
    public string? Problem { get; init; }

    /// <summary>Why an earlier backup is no help, though nothing is wrong with it, in a sentence.</summary>
    public string? Note { get; init; }

    /// <summary>How many bytes of frames follow.</summary>
    public long Length { get; init; }

    /// <summary>Their SHA-256, lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }
}
