using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Backups;

/// <summary>
/// What a backup at work holds in the store: its intent, and everything with its attempt in the name. Let go without
/// a commit, nothing of it stays.
/// </summary>
internal sealed class VolumeClaim : IAsyncDisposable
{
    private static readonly TimeSpan Renewal = TimeSpan.FromHours(1);

    private readonly IArchiveStore store;
    private readonly VolumeLayout layout;
    private readonly TimeProvider time;
    private readonly Intent intent;
    private readonly CancellationTokenSource ended = new();
    private readonly Task renewing;
    private bool mayBeCommitted;

    private VolumeClaim(IArchiveStore store, VolumeLayout layout, TimeProvider time, Intent intent)
    {
        this.store = store;
        this.layout = layout;
        this.time = time;
        this.intent = intent;
        renewing = RenewAsync();
    }

    /// <summary>In the name of everything that this backup stores.</summary>
    public string Attempt => intent.Attempt;

    /// <summary>Where its entries are listed.</summary>
    public string Tree => layout.Tree(intent.Backup, Attempt);

    public static async Task<VolumeClaim> TakeAsync(
        IArchiveStore store, VolumeLayout layout, string backup, TimeProvider time, CancellationToken cancellationToken)
    {
        var taken = new Intent(backup, Guid.NewGuid().ToString("N"), time.GetUtcNow());
        await taken.WriteAsync(store, layout, cancellationToken);
        return new(store, layout, time, taken);
    }

    /// <summary>
    /// Writes the record, having looked that everything it names is there, and looks once more: a machine that slept
    /// for a day may find that its intent was taken for a dead one's.
    /// </summary>
    /// <exception cref="VolumeDamagedException">Something vanished meanwhile; there is no backup then.</exception>
    /// <exception cref="WorkflowsException">The name is taken, or the store failed.</exception>
    public async Task CommitAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        await RequireThereAsync(record, cancellationToken);

        // From here on it is not certain that there is no backup, and what it may need stays.
        mayBeCommitted = true;
        var catalog = new VolumeCatalog(store);
        try
        {
            await catalog.WriteAsync(record, CancellationToken.None);
        }
        catch (WorkflowsException failed)
        {
            var found = await catalog.FindAsync(record.Name, CancellationToken.None);
            if (found?.Tree.Path != record.Tree.Path)
            {
                mayBeCommitted = failed.Kind != ErrorKind.Conflict;
                throw;
            }
        }

        try
        {
            await RequireThereAsync(record, CancellationToken.None);
        }
        catch (VolumeDamagedException)
        {
            await store.DeleteAsync(VolumeLayout.Record(record.Name), CancellationToken.None);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await renewing;
        ended.Dispose();
        try
        {
            if (!mayBeCommitted)
            {
                await DeleteOwnAsync(layout.Packs);
                await DeleteOwnAsync(layout.Trees);
                await store.DiscardBlocksAsync(Tree, CancellationToken.None);
            }

            await store.DeleteAsync(layout.Intent(Attempt), CancellationToken.None);
        }
        catch (StoreException)
        {
            // What ended the backup is what is to be told. The intent gets old, and then the rest is swept.
        }
    }

    private async Task RequireThereAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in (string[])[layout.Packs, layout.Trees])
        {
            await foreach (var blob in store.ListAsync(folder, cancellationToken))
            {
                there.Add(blob.Path);
            }
        }

        var named = record.Packs.Select(pack => layout.Pack(pack.Name)).Append(record.Tree.Path);
        if (named.FirstOrDefault(path => !there.Contains(path)) is { } gone)
        {
            throw new VolumeDamagedException(record.Name, gone, "it vanished while the backup ran");
        }
    }

    /// <summary>Says now and then that it is still at work.</summary>
    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(Renewal, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token))
            {
                await TryRenewAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The backup has ended.
        }
    }

    private async Task TryRenewAsync()
    {
        try
        {
            await (intent with { StartedAt = time.GetUtcNow() }).WriteAsync(store, layout, ended.Token);
        }
        catch (StoreException)
        {
            // Some hours are left for the next time.
        }
    }

    private async Task DeleteOwnAsync(string folder)
    {
        var own = new List<string>();
        await foreach (var blob in store.ListAsync(folder, CancellationToken.None))
        {
            if (blob.Path.Contains(Attempt, StringComparison.Ordinal))
            {
                own.Add(blob.Path);
            }
        }

        foreach (var path in own)
        {
            await store.DeleteAsync(path, CancellationToken.None);
        }
    }
}
