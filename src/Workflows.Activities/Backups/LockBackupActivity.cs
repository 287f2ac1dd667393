using Workflows.Activities.Locks;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores.Errors;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>
/// Has the store itself keep a backup for as long as its lock says, for as long as an activity may take; called again it
/// goes on. Where the store can't, this program alone keeps to the lock.
/// </summary>
public sealed class LockBackupActivity(ActivityServices services) : Activity<LockBackupInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, LockBackupInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var store = services.Stores.Get(input.Store);
        if (await new BackupCatalog(store).FindAsync(input.Name, cancellationToken) is not { LockedUntil: { } until }
            || until <= services.Time.GetUtcNow())
        {
            return true;
        }

        try
        {
            return await new BackupLocks(store, services.Time, services.Budget)
                .LockAsync(input.Name, until, input.Mode, cancellationToken);
        }
        catch (StoreLocksUnsupportedException)
        {
            return true;
        }
    }
}
