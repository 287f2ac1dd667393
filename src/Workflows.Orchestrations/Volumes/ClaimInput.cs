using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Orchestrations.Volumes;

/// <summary>The input of one claim's orchestration, which starts over with what it knows while its mover is at work.</summary>
/// <param name="Move">What to move.</param>
public sealed record ClaimInput(ClaimMove Move)
{
    /// <summary>What earlier looks know; null before the Job is there.</summary>
    public MoverState? State { get; init; }

    /// <summary>Since when its mover can't start; null while nothing stops it.</summary>
    public DateTimeOffset? StuckSince { get; init; }

    /// <summary>Since when its snapshot is waited for; null before it is begun.</summary>
    public DateTimeOffset? SnapshotSince { get; init; }

    /// <summary>Its snapshot, once that is ready; null for none.</summary>
    public ArchivedSnapshot? Snapshot { get; init; }
}
