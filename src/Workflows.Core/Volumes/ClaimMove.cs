using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Core.Volumes;

/// <summary>One claim to move, with all that it takes.</summary>
/// <param name="Run">The backup or restore that it is part of.</param>
/// <param name="Planned">The claim.</param>
public sealed record ClaimMove(VolumeRun Run, PlannedClaim Planned)
{
    /// <summary>The name of its Job.</summary>
    public string Job => MoverNames.Job(Run.Uid, Planned.Claim);

    /// <summary>The name of its VolumeSnapshot.</summary>
    public string SnapshotName => SnapshotObjectNames.Snapshot(Run.Uid, Planned.Claim);

    /// <summary>Whether its mover reads a claim that is made of its snapshot.</summary>
    public bool ReadsClone => Run.Task is MoverTask.Backup && Planned.Action is VolumeAction.SnapshotAndMove;

    /// <summary>The claim that its mover mounts, in the namespace in which the mover is.</summary>
    public ClaimName Mounted => ReadsClone
        ? new(Run.Settings.Namespace ?? Planned.Claim.Namespace, SnapshotObjectNames.Clone(Run.Uid, Planned.Claim))
        : Planned.Claim;

    /// <summary>Whether its snapshot is read in another namespace than it is taken in.</summary>
    public bool IsReadElsewhere => Mounted.Namespace != Planned.Claim.Namespace;

    /// <summary>
    /// Whether its clone is made of a VolumeSnapshot that stands for its snapshot, rather than of the one that it was taken
    /// by: that one is in another namespace, or went with its group.
    /// </summary>
    public bool ImportsSnapshot => IsReadElsewhere || (ReadsClone && Planned.Group is not null);
}
