using Workflows.Core.Volumes.Placing;

namespace Workflows.Core.Volumes.Jobs;

/// <summary>All that a mover's Job is made of. Nothing of it is secret: grants and keys are handed to the pod later.</summary>
public sealed record MoverJobSpec
{
    public required MoverTask Task { get; init; }

    public required ClaimName Claim { get; init; }

    /// <summary>The claim that is mounted, in the Job's namespace: itself, or a clone of it.</summary>
    public ClaimName Mounted { get => field ?? Claim; init; }

    /// <summary>The identity of the backup or restore.</summary>
    public required Guid Run { get; init; }

    /// <summary>The backup's name.</summary>
    public required string Backup { get; init; }

    /// <summary>The restore's name; null for a backup.</summary>
    public string? Restore { get; init; }

    /// <summary>The store's address, of which the labels carry a digest.</summary>
    public required string Store { get; init; }

    /// <summary>
    /// The directory of the volume's container where the store is a folder that the nodes have too; null for a store
    /// that is reached over the network.
    /// </summary>
    public string? StoreFolder { get; init; }

    /// <summary>The node that the claim must be moved on; null where the scheduler may choose.</summary>
    public string? Node { get; init; }

    /// <summary>What that node wants borne.</summary>
    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    public required MoverSettings Settings { get; init; }
}
