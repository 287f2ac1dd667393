using Workflows.Archive.Catalog;
using Workflows.Archive.Format;
using Workflows.Archive.Holds;
using Workflows.Archive.Manifests;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Backups;
using Workflows.Core.Clusters;
using Workflows.Core.Plans;
using Workflows.Core.Retention;

namespace Workflows.Activities.Retention;

/// <summary>What the retention of a plan says of each of its backups.</summary>
public sealed class RetentionReview
{
    private RetentionReview(
        string store, ClusterReference cluster, RetentionPolicy policy, IReadOnlyList<(BackupOverview, RetentionDecision)> decisions) =>
        (Store, Cluster, Policy, Decisions) = (store, cluster, policy, decisions);

    /// <summary>The address of the store that the backups are in.</summary>
    public string Store { get; }

    /// <summary>The cluster that they were taken of, as it is declared now.</summary>
    public ClusterReference Cluster { get; }

    public RetentionPolicy Policy { get; }

    /// <summary>Each backup with what is said of it, the oldest first. What can't be read is not there, and stays.</summary>
    public IReadOnlyList<(BackupOverview Backup, RetentionDecision Decision)> Decisions { get; }

    /// <summary>Looks through the backups of a plan; nothing is changed.</summary>
    /// <param name="stores">Open stores.</param>
    /// <param name="catalog">The address of the store that the plan is declared in.</param>
    /// <param name="plan">The plan's name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Core.Errors.WorkflowsException">There is no such plan, or its store can't be read.</exception>
    public static async Task<RetentionReview> OfAsync(
        OpenStores stores, string catalog, string plan, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentNullException.ThrowIfNull(time);
        var resources = new ResourceCatalog(stores.Get(catalog), time);
        var declared = (BackupPlanResource)(await resources.RequireAsync(ResourceKind.BackupPlan, plan, cancellationToken)).Resource;
        var cluster = (ClusterResource)(await resources.RequireAsync(ResourceKind.Cluster, declared.Cluster, cancellationToken)).Resource;
        var address = PlanStore.Of(declared, catalog);
        var store = stores.Get(address);
        var overviews = await new PlanBackups(store).ListAsync(plan, cancellationToken).ToListAsync(cancellationToken);
        var inUse = await RestoreClaims.BackupsInUseAsync(store, cancellationToken);
        var held = await new BackupHolds(store).NamesAsync(cancellationToken);
        var now = time.GetUtcNow();
        var backups = overviews.OrderBy(backup => backup.StartedAt).ThenBy(backup => backup.Name, StringComparer.Ordinal).ToArray();
        var decisions = declared.Retention.Decide([.. backups.Select(backup => Retained(backup, inUse.Contains(backup.Name), held.Contains(backup.Name)))], now);
        return new RetentionReview(address, cluster.Named, declared.Retention, [.. backups.Zip(decisions)]);
    }

    /// <summary>What forbids to delete a backup, whoever asks; null when nothing does.</summary>
    /// <param name="store">The store that it is in.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="deleteLockDays">Its plan's lock, for a backup without a stamp.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<string?> WhyNotAsync(
        IArchiveStore store, BackupOverview backup, int deleteLockDays, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        var isRead = await RestoreClaims.FindRunOnAsync(store, backup.Name, cancellationToken) is not null;
        var isHeld = await new BackupHolds(store).FindAsync(backup.Name, cancellationToken) is not null;
        return DeletionGuard.WhyNot(Retained(backup, isRead, isHeld), deleteLockDays, now).FirstOrDefault()?.Text
            ?? await KeptByStoreAsync(store, backup, now, cancellationToken);
    }

    /// <summary>Asked before anything is deleted: what the store keeps would be left without the rest.</summary>
    private static async Task<string?> KeptByStoreAsync(
        IArchiveStore store, BackupOverview backup, DateTimeOffset now, CancellationToken cancellationToken) =>
        store is ILockingStore own
        && await own.FindLockAsync(ArchiveLayout.Manifest(backup.Name), cancellationToken) is { } found
        && found.Keeps(now)
            ? StoreKeepsText(found)
            : null;

    private static string StoreKeepsText(BlobLock found) => found.IsHeld
        ? "is under a legal hold of its store"
        : $"is locked by its store until {found.Until!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    private static RetainedBackup Retained(BackupOverview backup, bool isInUse, bool isHeld) => new(
        backup.Name,
        backup.StartedAt,
        backup.Phase switch
        {
            BackupPhase.Completed => RetainedState.Completed,
            BackupPhase.PartiallyFailed => RetainedState.PartiallyFailed,
            _ => RetainedState.Failed,
        })
    {
        Plan = backup.Plan,
        ExpiresAt = backup.ExpiresAt,
        LockedUntil = backup.LockedUntil,
        InUse = isInUse,
        LegalHold = isHeld,
    };
}
