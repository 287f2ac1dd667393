using System.Runtime.CompilerServices;
using Workflows.Archive.Format;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Archive.Restores;

/// <summary>
/// Holds the name of a restore or comparison while it is at work. Claims are in the clear: whoever comes across one
/// has not the key.
/// </summary>
public static class RestoreClaims
{
    /// <summary>
    /// Takes a name that no restore is recorded under; the same run may take it again, and a later run of the same
    /// instance from an earlier one, which is over.
    /// </summary>
    /// <exception cref="WorkflowsException">
    /// Another run holds it, or a restore of that name is recorded: <see cref="ErrorKind.Conflict"/>.
    /// </exception>
    public static async Task TakeAsync(
        IArchiveStore store, string restore, RestoreClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(claim);
        var catalog = new RestoreCatalog(store);
        await catalog.RequireNewAsync(restore, cancellationToken);
        await WriteAsync(store, restore, claim, cancellationToken);
        try
        {
            // The run that held the name may have ended, and let it go, between the two looks: perhaps the very run
            // that this is a late attempt of.
            await catalog.RequireNewAsync(restore, cancellationToken);
        }
        catch (WorkflowsException taken) when (taken.Kind is ErrorKind.Conflict)
        {
            await ReleaseAsync(store, restore, claim.RunUid, cancellationToken);
            throw;
        }
    }

    /// <summary>Who holds the name; null when nobody does.</summary>
    public static Task<RestoreClaim?> FindAsync(
        IArchiveStore store, string restore, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return StagedJson.FindAsync<RestoreClaim>(store, ArchiveLayout.RestoreClaim(restore), cancellationToken);
    }

    /// <summary>A run that restores from a backup, or compares with it; null when none does.</summary>
    public static async Task<string?> FindRunOnAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken = default) =>
        (await AllAsync(store, cancellationToken).FirstOrDefaultAsync(claim => claim.Backup == backup, cancellationToken))?.Run;

    /// <summary>The backups that runs restore from, or compare with.</summary>
    public static async Task<IReadOnlySet<string>> BackupsInUseAsync(
        IArchiveStore store, CancellationToken cancellationToken = default) =>
        await AllAsync(store, cancellationToken).Select(claim => claim.Backup).ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    private static async IAsyncEnumerable<RestoreClaim> AllAsync(
        IArchiveStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        await foreach (var blob in store.ListAsync(ArchiveLayout.RestoreStagings, cancellationToken))
        {
            var restore = blob.Path[ArchiveLayout.RestoreStagings.Length..].Split('/')[0];
            if (blob.Path == ArchiveLayout.RestoreClaim(restore) && await FindAsync(store, restore, cancellationToken) is { } claim)
                yield return claim;
        }
    }

    /// <summary>
    /// Ends a run's work: removes what it staged, what it began to record and no record names, and lets the name go,
    /// last. What another run holds stays, also one of the same instance: a name that was started again. It takes no
    /// key.
    /// </summary>
    /// <returns>Whether this run held the name, to the end.</returns>
    public static async Task<bool> ReleaseAsync(
        IArchiveStore store, string restore, Guid runUid, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var staging = StagingArea.ForRestore(store, restore);
        var plans = await staging.ListAsync(cancellationToken: cancellationToken)
            .Where(document => document.Contains('/', StringComparison.Ordinal))
            .Select(document => document.Split('/')[0])
            .Distinct(StringComparer.Ordinal)
            .ToListAsync(cancellationToken);
        try
        {
            // Asked after the plans were listed: they are this run's if it still holds the name, and no other run's
            // plan will have their names.
            await RequireAsync(store, restore, runUid, cancellationToken);
            foreach (var plan in plans)
            {
                await RemoveUnrecordedAsync(store, restore, plan, cancellationToken);
            }

            await staging.ClearAsync(token => RequireAsync(store, restore, runUid, token), cancellationToken);
            return true;
        }
        catch (WorkflowsException lost) when (lost.Kind is ErrorKind.Conflict)
        {
            return false;
        }
    }

    /// <summary>
    /// Takes the name for a deletion, from whoever holds it. It is a claim on no backup: the given-up run's keeps no
    /// key any more.
    /// </summary>
    internal static Task SeizeForDeletionAsync(
        IArchiveStore store, string restore, string deletion, CancellationToken cancellationToken) =>
        store.WriteAsync(
            ArchiveLayout.RestoreClaim(restore),
            StagedJson.Serialize(new RestoreClaim(deletion, Backup: "", Guid.NewGuid(), default)),
            WriteCondition.None,
            cancellationToken);

    /// <summary>
    /// An instance is at work once on its host, so a claim of an earlier run of it is that of one which is over: killed
    /// before it cleaned up, or claimed anew by a late attempt. A late attempt itself is of the earlier run.
    /// </summary>
    private static async Task WriteAsync(
        IArchiveStore store, string restore, RestoreClaim claim, CancellationToken cancellationToken)
    {
        var path = ArchiveLayout.RestoreClaim(restore);

        // Looked at before it is read: what is replaced is what was read, or older.
        var seen = await store.FindAsync(path, cancellationToken);
        var holder = seen is null ? null : await FindAsync(store, restore, cancellationToken);
        if (holder?.RunUid == claim.RunUid)
        {
            return;
        }

        if (holder is not null && (holder.Run != claim.Run || holder.StartedAt >= claim.StartedAt))
        {
            throw HeldBy(restore, holder);
        }

        try
        {
            var condition = seen is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(seen.ETag);
            await store.WriteAsync(path, StagedJson.Serialize(claim), condition, cancellationToken);
        }
        catch (StoreConflictException taken)
        {
            var faster = await FindAsync(store, restore, cancellationToken);
            if (faster?.RunUid != claim.RunUid)
            {
                throw HeldBy(restore, faster, taken);
            }
        }
    }

    /// <exception cref="WorkflowsException">Another run holds the name: <see cref="ErrorKind.Conflict"/>.</exception>
    private static async Task RequireAsync(
        IArchiveStore store, string restore, Guid runUid, CancellationToken cancellationToken)
    {
        var holder = await FindAsync(store, restore, cancellationToken);
        if (holder?.RunUid != runUid)
        {
            throw HeldBy(restore, holder);
        }
    }

    private static WorkflowsException HeldBy(string restore, RestoreClaim? holder, Exception? inner = null) => new(
        ErrorKind.Conflict,
        $"Another run holds the restore's name: {holder?.Run ?? "one that has just ended"}. Choose another name, or let "
        + $"that run end. If nobody will end it, give it up with: workflows restore delete {restore}",
        inner);

    private static async Task RemoveUnrecordedAsync(
        IArchiveStore store, string restore, string plan, CancellationToken cancellationToken)
    {
        var written = await store.ListAsync(ArchiveLayout.RestoreOutcomesFolder(restore) + plan, cancellationToken)
            .Concat(store.ListAsync(ArchiveLayout.RestoreKeyEnvelopes(restore) + plan, cancellationToken))
            .ToListAsync(cancellationToken);
        if (written.Count == 0)
        {
            return;
        }

        IReadOnlyList<string> recorded;
        try
        {
            recorded = await new RestoreCatalog(store).FindFilesAsync(restore, cancellationToken);
        }
        catch (WorkflowsException unreadable) when (unreadable.Kind is ErrorKind.Damaged)
        {
            // What it names can't be told: all of it stays.
            return;
        }

        foreach (var file in written.Where(file => !recorded.Contains(file.Path, StringComparer.Ordinal)))
        {
            await store.DeleteAsync(file.Path, cancellationToken);
        }
    }
}
