using Workflows.Activities.Volumes;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Archive.Deleting;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>
/// Removes what the run staged, and the reservation last; without a manifest, also whatever a commit had begun. Only
/// what this run holds: a name that another run reserved stays with it, also one that was started again meanwhile.
/// </summary>
public sealed class CleanUpBackupActivity(ActivityServices services) : Activity<CleanUpBackupInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, CleanUpBackupInput input, CancellationToken cancellationToken)
    {
        var store = services.Stores.Get(input.Spec.Store);
        var name = input.Spec.Name;
        var isMade = await new BackupCatalog(store).FindAsync(name, cancellationToken) is not null;
        if (!isMade && (await BackupReservation.FindAsync(store, name, cancellationToken))?.BackupUid == input.BackupUid)
        {
            await AbandonSnapshotsAsync(input, cancellationToken);
            await new BackupsOfVolumes(store, services.Time).AbandonAsync(name, cancellationToken);
        }

        return !isMade
            ? await ArchiveDeletion.AbandonAsync(store, name, input.BackupUid, cancellationToken)
            : await BackupReservation.ReleaseAsync(store, name, input.BackupUid, cancellationToken);
    }

    /// <summary>A cluster that does not answer any more keeps them, and the next run from this store sweeps them.</summary>
    private async Task AbandonSnapshotsAsync(CleanUpBackupInput input, CancellationToken cancellationToken)
    {
        if (input.Spec.Mover is null)
        {
            return;
        }

        try
        {
            var cluster = new SnapshotCluster(new(services.Clusters.Get(input.Spec.Cluster)));
            await SnapshotsOfRun.AbandonAsync(cluster, input.BackupUid, cancellationToken);
        }
        catch (KubernetesException)
        {
            // What is staged must go all the same.
        }
    }
}
