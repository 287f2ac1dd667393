using Workflows.Activities.Locks;
using Workflows.Archive.Catalog;
using Workflows.Archive.Holds;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Plans;
using Workflows.Core.Retention;
using Workflows.Durable;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Retention;

/// <summary>
/// Has the store keep those backups of a plan that are locked or held and that it does not keep yet: where a run died
/// before it had, where the store did not let it, or where a hold was not brought to its end.
/// </summary>
public sealed class EnforceLocksActivity(ActivityServices services) : Activity<EnforceLocksInput, EnforcedLocks>
{
    /// <inheritdoc/>
    public override async Task<EnforcedLocks> RunAsync(
        ActivityContext context, EnforceLocksInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var catalog = new ResourceCatalog(services.Stores.Get(input.Run.Catalog), services.Time);
        var plan = (BackupPlanResource)(await catalog.RequireAsync(ResourceKind.BackupPlan, input.Run.Plan, cancellationToken)).Resource;
        var store = services.Stores.Get(PlanStore.Of(plan, input.Run.Catalog));
        var locks = new BackupLocks(store, services.Time, services.Budget);
        if (!locks.AreKept)
        {
            return new(IsDone: true, []);
        }

        var failed = new List<RetentionFailure>();
        var held = await new BackupHolds(store).NamesAsync(cancellationToken);
        await foreach (var backup in new PlanBackups(store).ListAsync(input.Run.Plan, cancellationToken))
        {
            if (input.Except.Contains(backup.Name, StringComparer.Ordinal))
            {
                continue;
            }

            try
            {
                if (!await EnforceAsync(store, locks, plan.Retention.DeleteLockMode, backup, held.Contains(backup.Name), cancellationToken))
                {
                    return new(IsDone: false, failed);
                }
            }
            catch (StoreLocksUnsupportedException)
            {
                return new(IsDone: true, failed);
            }
            catch (WorkflowsException refused) when (!refused.IsTransient)
            {
                failed.Add(new(backup.Name, refused.Message));
            }
        }

        return new(IsDone: true, failed);
    }

    private async Task<bool> EnforceAsync(
        IArchiveStore store,
        BackupLocks locks,
        DeleteLockMode mode,
        BackupOverview backup,
        bool isHeld,
        CancellationToken cancellationToken)
    {
        var locked = backup.LockedUntil > services.Time.GetUtcNow() ? backup.LockedUntil : null;
        if ((locked is null && !isHeld) || await locks.FindAsync(backup.Name, cancellationToken) is not { } found)
        {
            return true;
        }

        if (locked is { } until && found.IsLessThan(until, mode) && !await locks.LockAsync(backup.Name, until, mode, cancellationToken))
        {
            return false;
        }

        return !isHeld || await SettleHoldAsync(store, locks, backup.Name, found.IsHeld, cancellationToken);
    }

    private static async Task<bool> SettleHoldAsync(
        IArchiveStore store, BackupLocks locks, string backup, bool isKept, CancellationToken cancellationToken)
    {
        var holds = new BackupHolds(store);
        switch (await holds.FindAsync(backup, cancellationToken))
        {
            case { IsReleasing: false } when !isKept:
                return await locks.HoldAsync(backup, cancellationToken);
            case { IsReleasing: true }:
                if (!await locks.ReleaseAsync(backup, cancellationToken))
                {
                    return false;
                }

                await holds.RemoveAsync(backup, cancellationToken);
                return true;
            default:
                return true;
        }
    }
}
