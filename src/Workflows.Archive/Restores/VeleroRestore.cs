using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Velero;

namespace Workflows.Archive.Restores;

/// <summary>
/// What Velero keeps of a restore in a storage location (pkg/persistence/object_store.go, PutRestoreLog and the calls
/// beside it), and what <c>velero restore describe</c> and <c>logs</c> read there.
/// </summary>
public static class VeleroRestore
{
    /// <summary>
    /// Writes log, results and resource list of a restore as it is recorded: the same bytes each time. Nothing of a
    /// restore from an encrypted backup, since they name every object.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="recorded">What is recorded of it.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public static async Task PublishAsync(
        IArchiveStore store, RestoreOverview recorded, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(recorded);
        if (recorded.IsEncrypted)
        {
            return;
        }

        var (restore, catalog) = (recorded.Name, new RestoreCatalog(store));
        var report = await catalog.FindAsync(restore, cancellationToken)
            ?? throw new BlobNotFoundException(store.Location, ArchiveLayout.RestoreRecord(restore));
        using var log = new VeleroRestoreLog(report);
        var results = new VeleroRestoreResults(report);
        var list = new VeleroRestoreList();
        await foreach (var outcome in catalog.ReadOutcomesAsync(restore, cancellationToken))
        {
            log.Add(outcome);
            results.Add(outcome);
            list.Add(outcome);
        }

        await WriteAsync("logs.gz", log.Build());
        await WriteAsync("results.gz", GoJson.Pack(results.Build()));
        await WriteAsync("resource-list.json.gz", GoJson.Pack(list.Build()));

        Task WriteAsync(string document, byte[] content) => store.WriteAsync(
            ArchiveLayout.VeleroRestore(restore, document), content, WriteCondition.None, cancellationToken);
    }
}
