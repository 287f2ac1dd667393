using Workflows.Activities.Volumes;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Archive.Catalog;
using Workflows.Archive.Copying;
using Workflows.Archive.Deleting;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Core.Plans;
using Workflows.Durable;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Retention;

/// <summary>
/// Deletes a backup that nothing keeps, and all that is its own: snapshots first, which are found by it, then the data of
/// volumes, then the backup. A repeated attempt goes on where the last one was.
/// </summary>
public sealed class DeleteExpiredActivity(ActivityServices services) : Activity<DeleteExpiredInput, string?>
{
    /// <inheritdoc/>
    public override async Task<string?> RunAsync(
        ActivityContext context, DeleteExpiredInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var catalog = new ResourceCatalog(services.Stores.Get(input.Run.Catalog), services.Time);
        var plan = (BackupPlanResource)(await catalog.RequireAsync(ResourceKind.BackupPlan, input.Run.Plan, cancellationToken)).Resource;
        var store = services.Stores.Get(PlanStore.Of(plan, input.Run.Catalog));
        if (await new BackupCatalog(store).FindAsync(input.Name, cancellationToken) is { } backup)
        {
            var now = services.Time.GetUtcNow();
            if (await WhyNotAsync(store, plan, backup, input, now, cancellationToken) is { } reason)
            {
                return reason;
            }

            await RemoveSnapshotsAsync(store, catalog, plan, backup, cancellationToken);
        }
        else if (await IsMadeAnewAsync(store, input.Name, cancellationToken))
        {
            return "A backup of that name is being made.";
        }

        await new BackupsOfVolumes(store, services.Time).DeleteOfAsync(input.Name, cancellationToken);
        await ArchiveDeletion.DeleteAsync(
            store,
            input.Name,
            new ReservationOwner($"delete-{input.Name}", services.Host, services.Time.GetUtcNow(), Guid.NewGuid()),
            cancellationToken);
        return null;
    }

    /// <summary>Looked at once more: since it was decided, somebody may have begun to restore from it.</summary>
    private static async Task<string?> WhyNotAsync(
        IArchiveStore store,
        BackupPlanResource plan,
        BackupOverview backup,
        DeleteExpiredInput input,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (backup.BackupUid != input.BackupUid)
        {
            return "It is another backup by now, of the same name.";
        }

        return await RetentionReview.WhyNotAsync(store, backup, plan.Retention.DeleteLockDays, now, cancellationToken) is { } reason
            ? $"It {reason}."
            : null;
    }

    /// <summary>Without a manifest there is what an earlier attempt left, or a new run that has come to no end yet.</summary>
    private static async Task<bool> IsMadeAnewAsync(IArchiveStore store, string name, CancellationToken cancellationToken) =>
        await BackupReservation.FindAsync(store, name, cancellationToken) is not null
        && !await BackupReservation.IsBeingDeletedAsync(store, name, cancellationToken);

    /// <exception cref="WorkflowsException">Some are left: the backup must stay, since it alone tells of them.</exception>
    private async Task RemoveSnapshotsAsync(
        IArchiveStore store, ResourceCatalog catalog, BackupPlanResource plan, BackupOverview backup, CancellationToken cancellationToken)
    {
        if (backup.Snapshots == 0
            || await new BackupCopies(store).FindAsync(backup.Name, backup.BackupUid, cancellationToken) is not null)
        {
            // Those of a copy belong to the backup that it is of, and go with that.
            return;
        }

        var cluster = (ClusterResource)(await catalog.RequireAsync(ResourceKind.Cluster, plan.Cluster, cancellationToken)).Resource;
        var removal = await SnapshotsOfBackup.ReadAsync(store, backup, cancellationToken);
        var removed = await new SnapshotRemover(services).RunAsync(cluster.Named, removal, cancellationToken);
        if (removed < backup.Snapshots)
        {
            throw new WorkflowsException(
                ErrorKind.Failed,
                $"{backup.Snapshots - removed} snapshots of backup \"{backup.Name}\" may still be with their storage system, and Cluster "
                + $"\"{plan.Cluster}\" knows nothing of them. 'workflows backup delete {backup.Name}' deletes it all the same.");
        }
    }
}
