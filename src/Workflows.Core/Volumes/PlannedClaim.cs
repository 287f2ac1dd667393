using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Core.Volumes;

/// <summary>A claim whose data is to be moved.</summary>
/// <param name="Claim">The claim that is mounted: of a restore, the one that it created.</param>
/// <param name="Record">The backup of its volume, by its name in the catalogue; of no account for a snapshot.</param>
/// <param name="Volume">The volume's folder and container in the store; of no account for a snapshot.</param>
public sealed record PlannedClaim(ClaimName Claim, string Record, string Volume)
{
    /// <summary>The claim's uid when it was planned; null for one that a restore creates.</summary>
    public string? Uid { get; init; }

    /// <summary>Where its mover would have run then: what limits how many are at work on one node.</summary>
    public string? Node { get; init; }

    /// <summary>How its data gets into the backup.</summary>
    public VolumeAction Action { get; init; }

    /// <summary>Of a backup: the group that its snapshot is taken with; null for a snapshot of its own.</summary>
    public ClaimGroup? Group { get; init; }

    /// <summary>What is to know of it where its data is moved, decided when it was planned; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>Of a restore: the snapshot that fills it; null where a mover does.</summary>
    public ArchivedSnapshot? Snapshot { get; init; }

    /// <summary>The claim whose data is restored into it, too, so that its own is not read; null for none.</summary>
    public ClaimName? CopyOf { get; init; }

    /// <summary>Why it is left out, decided when it was planned; null where it is not.</summary>
    public string? Skip { get; init; }

    /// <summary>Why its data can't be moved, known when it was planned; null where nothing is known against it.</summary>
    public string? Refusal { get; init; }

    /// <summary>What became of it when it was planned; null for one that is to be moved.</summary>
    public ClaimOutcome? Decided() =>
        Skip is not null ? ClaimOutcome.Skipped(Claim, Skip)
        : Refusal is not null ? ClaimOutcome.Failed(Claim, Refusal)
        : CopyOf is not null ? new(Claim, ClaimState.Completed, null) { CopyOf = CopyOf }
        : null;
}
