using Workflows.Core.Backups;
using Workflows.Core.Clusters;
using Workflows.Core.Keys;
using Workflows.Core.Restores;

namespace Workflows.Core.Volumes;

/// <summary>What all claims have in common whose data one backup, or one restore, moves.</summary>
public sealed record VolumeRun
{
    public required MoverTask Task { get; init; }

    public required ClusterReference Cluster { get; init; }

    /// <summary>The store's URI.</summary>
    public required string Store { get; init; }

    /// <summary>What the volumes are encrypted with; null for in the clear.</summary>
    public KeyReference? Key { get; init; }

    /// <summary>The backup that is made, or restored from.</summary>
    public required string Backup { get; init; }

    /// <summary>The restore; null where a backup is made.</summary>
    public string? Restore { get; init; }

    /// <summary>The identity of the backup or of the restore, which no other of its name has.</summary>
    public required Guid Uid { get; init; }

    public required MoverSettings Settings { get; init; }

    /// <summary>What a backup's claims have in common; null for a backup without their data.</summary>
    public static VolumeRun? Of(BackupSpec spec, Guid uid)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Mover is not { } settings
            ? null
            : new()
            {
                Task = MoverTask.Backup,
                Cluster = spec.Cluster,
                Store = spec.Store,
                Key = spec.Key,
                Backup = spec.Name,
                Uid = uid,
                Settings = settings,
            };
    }

    /// <summary>What a restore's claims have in common; null for a restore without their data.</summary>
    public static VolumeRun? Of(RestoreSpec spec, Guid uid)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec is not { Mover: { } settings, VolumeData: VolumeDataPolicy.RestoreData }
            ? null
            : new()
            {
                Task = MoverTask.Restore,
                Cluster = spec.Cluster,
                Store = spec.Store,
                Key = spec.Key,
                Backup = spec.Backup,
                Restore = spec.Name,
                Uid = uid,
                Settings = settings,
            };
    }
}
