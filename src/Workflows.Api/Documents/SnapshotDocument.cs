using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Api.Documents;

/// <param name="Driver">The CSI driver that took it.</param>
/// <param name="Handle">What the driver calls it.</param>
/// <param name="Bytes">How large a volume of it is at least; 0 where the driver does not say.</param>
public sealed record SnapshotDocument(string Driver, string Handle, long Bytes)
{
    /// <summary>The VolumeSnapshotClass that it was taken with.</summary>
    public string? Class { get; init; }

    /// <summary>The VolumeSnapshotContent that keeps it in the cluster where it was taken.</summary>
    public string? Content { get; init; }

    /// <summary>When it was cut; absent where the driver does not say.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>What the driver calls the snapshot of a group of volumes that it is a part of; absent for one of its own.</summary>
    public string? Group { get; init; }

    public static SnapshotDocument? Of(ArchivedSnapshot? snapshot) => snapshot is null
        ? null
        : new(snapshot.Driver, snapshot.Handle, snapshot.Bytes)
        {
            Class = snapshot.Class,
            Content = snapshot.Content,
            TakenAt = snapshot.TakenAt,
            Group = snapshot.Group,
        };
}
