using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Core.Volumes;

/// <summary>How the data of claims is moved: by which image, with how much of a node, and how many at once.</summary>
public sealed record MoverSettings
{
    /// <summary>The mover's image, as a pod's container names it; null where no files are to be moved.</summary>
    public string? Image { get; init; }

    /// <summary>How the data of claims gets into a backup that nothing else is said of.</summary>
    public VolumeAction DefaultAction { get; init; }

    /// <summary>
    /// The label whose value names the group of claims that a claim is one of: where all can be, they are in one snapshot.
    /// Empty where no claim is in a group. The default is Velero's.
    /// </summary>
    public string GroupLabel { get; init; } = ClaimGroup.VeleroLabel;

    /// <summary>
    /// The namespace in which the snapshots of a backup are read: for workloads whose own namespaces admit no mover. Null
    /// for each claim's own.
    /// </summary>
    public string? Namespace { get; init; }

    /// <summary>How many movers may be at work at once.</summary>
    public int Window { get; init; } = 8;

    /// <summary>How many of them on one node, as far as it is known where a claim must be read.</summary>
    public int PerNode { get; init; } = 2;

    /// <summary>What a mover is promised and what it may use.</summary>
    public MoverResources Resources { get; init; } = new();

    /// <summary>
    /// How long a Job that can't start is waited for, where what stops it may pass: a node that is full, a quota, an
    /// image that can't be pulled. A cluster that adds nodes needs minutes for that.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the storage system may take to cut a snapshot, or to make a volume of one; Velero's default is the same.
    /// </summary>
    public TimeSpan SnapshotPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a snapshot that is cut may take until it can be used: some storage systems copy it elsewhere first.</summary>
    public TimeSpan SnapshotLimit { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long one claim may take, whatever its mover says.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromDays(7);
}
