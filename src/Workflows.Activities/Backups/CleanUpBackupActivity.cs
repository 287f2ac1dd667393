using Workflows.Archive.Deleting;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Activities.Backups;

/// <summary>
/// Removes what the run staged, and the reservation last; without a manifest, also whatever a commit had begun. Only
/// what this run holds: a name that another run reserved stays with it.
/// </summary>
public sealed class CleanUpBackupActivity(ActivityServices services) : Activity<BackupSpec, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, BackupSpec input, CancellationToken cancellationToken)
    {
        var store = services.Stores.Get(input.Store);
        if (await new BackupCatalog(store).FindAsync(input.Name, cancellationToken) is not null)
        {
            return await BackupReservation.ReleaseAsync(store, input.Name, services.OwnerOf(context), cancellationToken);
        }

        var holder = await BackupReservation.FindAsync(store, input.Name, cancellationToken);
        return holder?.InstanceId == services.OwnerOf(context)
            && await ArchiveDeletion.DeleteAsync(store, input.Name, holder, cancellationToken);
    }
}
