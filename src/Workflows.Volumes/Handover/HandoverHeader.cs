using Workflows.Archive.Stores.Containers;

namespace Workflows.Volumes.Handover;

/// <summary>
/// What a mover must know to begin, and what is secret of it: it goes through the waiting program's socket and is
/// never written down. What is large follows it; see <see cref="HandoverWriter"/>.
/// </summary>
public sealed record HandoverHeader
{
    public required HandoverKind Kind { get; init; }

    /// <summary>The backup's name.</summary>
    public required string Name { get; init; }

    /// <summary>The volume's folder in the store.</summary>
    public required string Volume { get; init; }

    /// <summary>
    /// 32 hex digits: of a backup, in the name of everything that it stores; of a restore, only so that a repeated
    /// hand-over is known; of a grant, the attempt that it is for.
    /// </summary>
    public required string Attempt { get; init; }

    /// <summary>Where the data lies, and what lets the mover in. It may create, or read, as its job needs.</summary>
    public required StoreGrant Grant { get; init; }

    /// <summary>
    /// The keys by attempt, 32 bytes each: for a backup none or its own attempt's; for a restore those of the attempts
    /// that stored what it reads.
    /// </summary>
    public IReadOnlyDictionary<string, byte[]> Keys { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Whether something follows: the parent of a backup, the record of a restore.</summary>
    public bool HasContent { get; init; }

    /// <summary>For a restore: whether the volume may hold something already.</summary>
    public bool Overwrite { get; init; }

    /// <summary>For a restore: whether what is damaged is left out and reported.</summary>
    public bool BestEffort { get; init; }

    /// <summary>Nothing secret.</summary>
    public override string ToString() => $"{Kind} of \"{Name}\", volume {Volume}, attempt {Attempt}";
}
