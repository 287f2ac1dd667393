using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
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
    private Intent intent;
    private bool isCommitted;

    private VolumeClaim(IArchiveStore store, VolumeLayout layout, TimeProvider time, Intent intent)
    {
        this.store = store;
        this.layout = layout;
        this.time = time;
        this.intent = intent;
    }

    /// <summary>In the name of everything that this backup stores.</summary>
    public string Attempt => intent.Attempt;

    public static async Task<VolumeClaim> TakeAsync(
        IArchiveStore store, VolumeLayout layout, string backup, TimeProvider time, CancellationToken cancellationToken)
    {
        var taken = new Intent(backup, Guid.NewGuid().ToString("N"), time.GetUtcNow());
        await taken.WriteAsync(store, layout, cancellationToken);
        return new(store, layout, time, taken);
    }

    /// <summary>Says now and then that it is still at work.</summary>
    public async ValueTask RenewAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - intent.StartedAt >= Renewal)
        {
            intent = intent with { StartedAt = now };
            await intent.WriteAsync(store, layout, cancellationToken);
        }
    }

    /// <summary>Writes the record, having looked once more that everything it names is there.</summary>
    /// <exception cref="VolumeDamagedException">A pack vanished meanwhile; there is no backup then.</exception>
    public async Task CommitAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var blob in store.ListAsync(layout.Packs, cancellationToken))
        {
            there.Add(blob.Path);
        }

        if (record.Packs.Select(pack => layout.Pack(pack.Name)).FirstOrDefault(path => !there.Contains(path)) is { } gone)
        {
            throw new VolumeDamagedException(record.Name, gone, "it vanished while the backup ran");
        }

        await new VolumeCatalog(store).WriteAsync(record, cancellationToken);
        isCommitted = true;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!isCommitted)
            {
                await DeleteOwnAsync(layout.Packs);
                await DeleteOwnAsync(layout.Trees);
            }

            await store.DeleteAsync(layout.Intent(Attempt));
        }
        catch (StoreException)
        {
            // What ended the backup is what is to be told. The intent gets old, and then the rest is swept.
        }
    }

    private async Task DeleteOwnAsync(string folder)
    {
        var own = new List<string>();
        await foreach (var blob in store.ListAsync(folder))
        {
            if (blob.Path.Contains(Attempt, StringComparison.Ordinal))
            {
                own.Add(blob.Path);
            }
        }

        foreach (var path in own)
        {
            await store.DeleteAsync(path);
        }
    }
}
