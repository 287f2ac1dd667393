using System.Text.Json.Serialization;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>A snapshot that stays with the storage system, as a backup names it.</summary>
/// <param name="Driver">The CSI driver that took it, which alone can make a volume of it.</param>
/// <param name="Handle">What the driver calls it.</param>
public sealed record ArchivedSnapshot(string Driver, string Handle)
{
    /// <summary>The VolumeSnapshotClass that it was taken with.</summary>
    public string? Class { get; init; }

    /// <summary>The VolumeSnapshotContent that keeps it in the cluster where it was taken.</summary>
    public string? Content { get; init; }

    /// <summary>How large a volume must be at least that is made of it, in bytes; 0 where the driver does not say.</summary>
    public long Bytes { get; init; }

    /// <summary>When it was cut; null where the driver does not say.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>The mode of the volume that it was taken of: <c>Filesystem</c> or <c>Block</c>; null where it is not known.</summary>
    public string? VolumeMode { get; init; }

    /// <summary>
    /// What the driver calls the snapshot of a group of volumes that it is a part of, cut at one moment with the others;
    /// null for one of its own. Some drivers delete such a snapshot with its group only.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }
}
