using Workflows.Archive.Encryption;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// Records a restore: what became of each object, for Velero too where nothing is encrypted, and last how it went.
/// </summary>
public sealed class RestoreRecorder
{
    private readonly IArchiveStore store;
    private readonly BackupKey? key;
    private readonly RestoreOutcomesFile outcomes;

    private RestoreRecorder(IArchiveStore store, string restore, BackupKey? key)
    {
        this.store = store;
        this.key = key;
        outcomes = new(store, restore, key);
    }

    /// <param name="store">The store.</param>
    /// <param name="restore">The restore, which is not recorded yet.</param>
    /// <param name="backupUid">The backup restored from.</param>
    /// <param name="wrapping">The user's key if that is encrypted: then what is recorded names nothing of it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<RestoreRecorder> BeginAsync(
        IArchiveStore store,
        string restore,
        Guid backupUid,
        IKeyEncryption? wrapping,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new(
            store,
            restore,
            wrapping is null ? null : await RestoreKeys.CreateAsync(store, restore, backupUid, wrapping, cancellationToken));
    }

    /// <summary>Stores what became of each object; a second attempt at the same restore replaces it.</summary>
    public Task WriteOutcomesAsync(
        IAsyncEnumerable<ObjectOutcome> restored, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(restored);
        return outcomes.WriteAsync(restored, cancellationToken);
    }

    /// <summary>Records how it went; the same restore again is no conflict, since an activity may be repeated.</summary>
    /// <exception cref="WorkflowsException">Another restore has the name: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task RecordAsync(RestoreReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (key is null)
        {
            // Nothing of an encrypted backup lies where Velero looks: these name every object.
            await VeleroRestore.WriteAsync(store, report, outcomes.ReadAsync(cancellationToken), cancellationToken);
        }

        var content = RestoreRecordFile.Serialize(report, key);
        var path = Format.ArchiveLayout.RestoreRecord(report.Name);
        try
        {
            await store.WriteAsync(path, content, WriteCondition.IfAbsent, cancellationToken);
        }
        catch (StoreConflictException)
        {
            await new RestoreCatalog(store).FindAsRecordedAsync(
                report.Name, report.BackupUid, report.StartedAt, cancellationToken);
        }
    }
}
