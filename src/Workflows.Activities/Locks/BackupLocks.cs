using Workflows.Archive.Format;
using Workflows.Archive.Holds;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Errors;
using Workflows.Core.Retention;
using Workflows.Core.Volumes;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Activities.Locks;

/// <summary>
/// Has a store itself keep all that a backup needs. The manifest comes last: where it is kept long enough, everything is.
/// What is as it should be is left alone, so that each call goes on where one before it was cut off.
/// </summary>
/// <param name="store">The store; one that keeps no locks itself has nothing to do here.</param>
/// <param name="time">The clock.</param>
/// <param name="budget">After how long a call hands back, done or not.</param>
public sealed class BackupLocks(IArchiveStore store, TimeProvider time, TimeSpan budget)
{
    /// <summary>How many requests go on at once.</summary>
    private const int Writers = 16;

    /// <summary>The second look finds nothing to change, or what others changed meanwhile; who finds more is not listened to.</summary>
    private const int MostLooks = 5;

    /// <summary>How many are begun before the clock is looked at.</summary>
    private const int Batch = 256;

    private readonly BlobsOfBackup blobs = new(store);
    private readonly long startedAt = time.GetTimestamp();

    /// <summary>Whether the store keeps locks itself, as far as can be told without asking it.</summary>
    public bool AreKept => store is ILockingStore;

    /// <summary>What keeps a backup: what keeps its manifest; null where the store keeps no locks, or has no such backup.</summary>
    public Task<BlobLock?> FindAsync(string backup, CancellationToken cancellationToken) =>
        store is ILockingStore own ? own.FindLockAsync(ArchiveLayout.Manifest(backup), cancellationToken) : Task.FromResult<BlobLock?>(null);

    /// <summary>Keeps a backup until a time.</summary>
    /// <returns>Whether that is done; else the next call goes on.</returns>
    /// <exception cref="Archive.Stores.Errors.StoreException">The store refuses, or can't keep locks after all.</exception>
    public Task<bool> LockAsync(string backup, DateTimeOffset until, DeleteLockMode mode, CancellationToken cancellationToken) =>
        ApplyAsync(
            backup,
            (blob, token) => blob.Store.LockAsync(blob.Seen, until, mode, token),
            cancellationToken);

    /// <summary>Holds a backup. That it is held must be written down before, see <see cref="BackupHolds.PlaceAsync"/>.</summary>
    /// <returns>Whether that is done; else the next call goes on.</returns>
    /// <exception cref="Archive.Stores.Errors.StoreException">The store refuses, or can't keep holds after all.</exception>
    public Task<bool> HoldAsync(string backup, CancellationToken cancellationToken) =>
        ApplyAsync(backup, (blob, token) => SetHoldAsync(blob, true, token), cancellationToken);

    /// <summary>
    /// Lifts a backup's hold but from what another held backup needs, too. That it is being lifted must be written down
    /// before, and the hold removed afterwards.
    /// </summary>
    /// <returns>Whether that is done; else the next call goes on.</returns>
    /// <exception cref="Archive.Stores.Errors.StoreException">The store refuses, or can't keep holds after all.</exception>
    public async Task<bool> ReleaseAsync(string backup, CancellationToken cancellationToken)
    {
        var others = AreKept ? await PacksOfOtherHoldsAsync(backup, cancellationToken) : [];
        return await ApplyAsync(
            backup,
            async (blob, token) => !others.Contains(blob.Seen.Path) && await SetHoldAsync(blob, false, token),
            cancellationToken);
    }

    private static async Task<bool> SetHoldAsync(LockableBlob blob, bool isHeld, CancellationToken cancellationToken)
    {
        if (blob.Seen.IsHeld == isHeld)
        {
            return false;
        }

        await blob.Store.SetHoldAsync(blob.Seen.Path, isHeld, cancellationToken);
        return true;
    }

    /// <summary>
    /// Looks and changes until a look finds nothing to change: somebody else may have looked before this changed
    /// something and written afterwards.
    /// </summary>
    private async Task<bool> ApplyAsync(
        string backup, Func<LockableBlob, CancellationToken, Task<bool>> changeAsync, CancellationToken cancellationToken)
    {
        if (store is not ILockingStore own)
        {
            return true;
        }

        for (var looks = 1; ; looks++)
        {
            switch (await LookAsync(backup, changeAsync, cancellationToken))
            {
                case null:
                    return false;
                case > 0 when looks < MostLooks:
                    continue;
                case > 0:
                    throw new StoreException(
                        ErrorKind.Failed, $"The store {store.Location} says that it keeps backup \"{backup}\" as it was told, and does not.");
            }

            break;
        }

        if (await own.FindLockAsync(ArchiveLayout.Manifest(backup), cancellationToken) is { } manifest)
        {
            await changeAsync(new(own, manifest), cancellationToken);
        }

        return true;
    }

    /// <returns>How many were changed; null where the time was over before all were looked at.</returns>
    private async Task<int?> LookAsync(
        string backup, Func<LockableBlob, CancellationToken, Task<bool>> changeAsync, CancellationToken cancellationToken)
    {
        var changed = 0;
        await foreach (var batch in blobs.ListAsync(backup, cancellationToken).Chunk(Batch))
        {
            if (time.GetElapsedTime(startedAt) >= budget)
            {
                return null;
            }

            await Parallel.ForEachAsync(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
                async (blob, token) => Interlocked.Add(ref changed, await changeAsync(blob, token) ? 1 : 0));
        }

        return changed;
    }

    /// <summary>The paths of packs, which tell their volume; backups share nothing else.</summary>
    private async Task<HashSet<string>> PacksOfOtherHoldsAsync(string backup, CancellationToken cancellationToken)
    {
        var (holds, volumes) = (new BackupHolds(store), new VolumeCatalog(store));
        var held = await holds.NamesAsync(cancellationToken);
        var packs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in await volumes.ListAsync(cancellationToken))
        {
            if (MoverNames.BackupOf(record) is { } owner
                && owner != backup
                && held.Contains(owner)
                && await holds.FindAsync(owner, cancellationToken) is { IsReleasing: false }
                && await volumes.FindAsync(record, cancellationToken) is { } volume)
            {
                var layout = new VolumeLayout(volume.Volume);
                packs.UnionWith(volume.Packs.Select(pack => layout.Pack(pack.Name)));
            }
        }

        return packs;
    }
}
