using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// Records a restore: what became of each object, then how it went. Nothing is written twice: an attempt that comes
/// late, also after the whole run, changes nothing.
/// </summary>
public sealed class RestoreRecorder
{
    private readonly IArchiveStore store;
    private readonly EnvelopeOwner? envelope;
    private readonly BackupKey? key;
    private readonly string restore;
    private readonly string path;

    private RestoreRecorder(IArchiveStore store, string restore, string path, EnvelopeOwner? envelope, BackupKey? key)
    {
        this.store = store;
        this.restore = restore;
        this.envelope = envelope;
        this.key = key;
        this.path = path;
    }

    /// <param name="store">The store.</param>
    /// <param name="restore">The restore, which is not recorded yet.</param>
    /// <param name="run">
    /// What is written is named by: the same for attempts that record the same, another for every other. Lower-case
    /// letters, digits and hyphens.
    /// </param>
    /// <param name="backupUid">The backup restored from.</param>
    /// <param name="wrapping">The user's key if that is encrypted: then what is recorded names nothing of it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<RestoreRecorder> BeginAsync(
        IArchiveStore store,
        string restore,
        string run,
        Guid backupUid,
        IKeyEncryption? wrapping,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var outcomes = ArchiveLayout.RestoreOutcomes(restore, run, isEncrypted: wrapping is not null);
        if (wrapping is null)
        {
            return new(store, restore, outcomes, envelope: null, key: null);
        }

        // A key of its own: the record can be read when the backup has been deleted, and with it the backup's key.
        var owner = EnvelopeOwner.Restore(restore, run);
        return new(
            store, restore, outcomes, owner, await KeyEnvelopes.CreateAsync(store, owner, backupUid, wrapping, cancellationToken));
    }

    /// <summary>Stores what became of each object, and how it went.</summary>
    /// <param name="outcomes">The outcomes; read to their end before <paramref name="report"/> is asked.</param>
    /// <param name="report">Tells how it went.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What is recorded: another attempt's words, if that was faster.</returns>
    /// <exception cref="WorkflowsException">Another restore has the name: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task<RestoreOverview> RecordAsync(
        IAsyncEnumerable<ObjectOutcome> outcomes, Func<RestoreReport> report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(report);
        await new RestoreOutcomesFile(store, restore, path, key).WriteAsync(outcomes, cancellationToken);
        var told = report();
        try
        {
            var content = RestoreRecordFile.Serialize(told, path, envelope, key);
            await store.WriteAsync(ArchiveLayout.RestoreRecord(told.Name), content, WriteCondition.IfAbsent, cancellationToken);
            return RestoreOverview.Of(told, isEncrypted: key is not null);
        }
        catch (StoreConflictException)
        {
            return await new RestoreCatalog(store).FindAsRecordedAsync(told.Name, told.BackupUid, told.StartedAt, cancellationToken)
                ?? throw new BlobNotFoundException(store.Location, ArchiveLayout.RestoreRecord(told.Name));
        }
    }
}
