using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>What a backup tells of its snapshots, which are with the storage system.</summary>
public static class SnapshotsOfBackup
{
    /// <summary>What is to be removed with a backup. An encrypted one does not tell what they are called; the cluster knows.</summary>
    public static async Task<SnapshotRemoval> ReadAsync(
        IArchiveStore store, BackupOverview overview, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(overview);
        var manifest = overview.IsEncrypted
            ? null
            : (await ArchiveReader.OpenAsync(store, overview.Name, key: null, cancellationToken)).Manifest;
        ArchivedSnapshot[] known = [.. (manifest?.Volumes ?? []).Select(volume => volume.Snapshot).OfType<ArchivedSnapshot>()];
        return new SnapshotRemoval(overview.BackupUid, manifest?.Source.ClusterUid, known);
    }
}
