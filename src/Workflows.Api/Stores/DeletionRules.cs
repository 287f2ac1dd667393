using Workflows.Api.Errors;
using Workflows.Archive.Catalog;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Holds;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Backups;

namespace Workflows.Api.Stores;

/// <summary>What keeps a person from deleting a backup.</summary>
/// <param name="address">The store's address.</param>
/// <param name="time">The clock.</param>
public sealed class DeletionRules(string address, TimeProvider time)
{
    /// <param name="backup">The backup's name.</param>
    /// <param name="allowLast">Whether the last good backup of a plan may go.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RunConflictException">Nobody may delete it now, or it is the last good one of its plan.</exception>
    public async Task RequireAsync(string backup, bool allowLast, CancellationToken cancellationToken)
    {
        var store = ArchiveStores.Open(address);
        if (await new BackupHolds(store).FindAsync(backup, cancellationToken) is { } hold)
        {
            throw new RunConflictException(
                $"Backup '{backup}' is under a legal hold since {hold.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC{(hold.Reason is { } why ? $" ({why})" : "")}. "
                + $"Nobody may delete it before 'workflows backup release {backup}'.");
        }

        if (await FindAsync(store, backup, cancellationToken) is not { } found)
        {
            return;
        }

        if (found.LockedUntil is { } until && until > time.GetUtcNow())
        {
            throw new RunConflictException(
                $"Backup '{backup}' is locked: nobody may delete it before {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC. "
                + "That was fixed when it was made, and nothing lifts it.");
        }

        await RequireNotKeptAsync(store, backup, cancellationToken);
        if (!allowLast && found is { Plan: { } plan, Phase: BackupPhase.Completed } && !await HasOtherAsync(store, plan, backup, cancellationToken))
        {
            throw new RunConflictException(
                $"Backup '{backup}' is the only good backup of plan '{plan}' that is left. Make another one first, or delete it by 'workflows backup delete {backup} --allow-last'.");
        }
    }

    /// <summary>Asked before anything is deleted: what the store keeps would be left without the rest.</summary>
    private async Task RequireNotKeptAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        if (store is ILockingStore own
            && await own.FindLockAsync(ArchiveLayout.Manifest(backup), cancellationToken) is { } found
            && found.Keeps(time.GetUtcNow()))
        {
            throw new RunConflictException(found.IsHeld
                ? $"Backup '{backup}' is under a legal hold of its store, which was not put there by this program. Lift it there."
                : $"Backup '{backup}' is locked by its store until {found.Until!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
        }
    }

    private static async Task<bool> HasOtherAsync(IArchiveStore store, string plan, string backup, CancellationToken cancellationToken) =>
        await new PlanBackups(store).ListAsync(plan, cancellationToken)
            .AnyAsync(other => other.Name != backup && other.Phase is BackupPhase.Completed, cancellationToken);

    /// <summary>What can't be read tells of no lock, and is good for nothing.</summary>
    private static async Task<BackupOverview?> FindAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        try
        {
            return await new BackupCatalog(store).FindAsync(backup, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is ArchiveDamagedException or ArchiveVersionException or ArchiveEncryptedException)
        {
            return null;
        }
    }
}
