using System.Security.Cryptography;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Archive.Restores;

/// <summary>
/// The keys of what is recorded of restores, each in an envelope of its own: a record can be read when its backup has
/// been deleted, and with it the backup's key.
/// </summary>
internal static class RestoreKeys
{
    /// <summary>
    /// Makes the key of a restore that is not recorded yet, or gives the one that an earlier attempt made. An envelope
    /// of a restore that never was recorded is replaced: nothing needs it.
    /// </summary>
    /// <exception cref="WorkflowsException">It was recorded meanwhile: <see cref="ErrorKind.Conflict"/>.</exception>
    public static async Task<BackupKey> CreateAsync(
        IArchiveStore store, string restore, Guid backupUid, IKeyEncryption wrapping, CancellationToken cancellationToken)
    {
        var owner = EnvelopeOwner.Restore(restore);
        while (true)
        {
            var seen = await store.FindAsync(owner.Path, cancellationToken);
            if (seen is not null && await TryOpenAsync(store, owner, backupUid, wrapping, cancellationToken) is { } made)
            {
                return made;
            }

            // An envelope that this key does not open is of a run that was given up, unless it was rotated since: then
            // the restore was recorded meanwhile, and needs it.
            await new RestoreCatalog(store).RequireNewAsync(restore, cancellationToken);
            var key = new BackupKey(backupUid, RandomNumberGenerator.GetBytes(BackupKey.Bytes));
            var document = await EnvelopeFile.SealAsync(owner, key, wrapping, cancellationToken);
            try
            {
                var condition = seen is { } left ? WriteCondition.IfMatch(left.ETag) : WriteCondition.IfAbsent;
                await store.WriteAsync(owner.Path, document, condition, cancellationToken);
                return key;
            }
            catch (StoreConflictException)
            {
                // Another delivery of the same activity was faster: its key it is.
            }
        }
    }

    /// <exception cref="Encryption.Errors.KeyNeededException">No key was given.</exception>
    /// <exception cref="Encryption.Errors.WrongKeyException">Another key is needed.</exception>
    /// <exception cref="WorkflowsException">The envelope is missing, or not what was written.</exception>
    public static async Task<BackupKey> OpenAsync(
        IArchiveStore store, RestoreOverview restore, IKeyEncryption? wrapping, CancellationToken cancellationToken)
    {
        var owner = EnvelopeOwner.Restore(restore.Name);
        var envelope = await KeyEnvelopes.ReadAsync(store, owner, cancellationToken);
        var key = await KeyEnvelopes.OpenAsync(owner, envelope, wrapping, cancellationToken);
        return key.BackupUid == restore.BackupUid ? key : throw owner.Damaged("it is the envelope of another restore");
    }

    private static async Task<BackupKey?> TryOpenAsync(
        IArchiveStore store, EnvelopeOwner owner, Guid backupUid, IKeyEncryption wrapping, CancellationToken cancellationToken)
    {
        try
        {
            var envelope = await KeyEnvelopes.ReadAsync(store, owner, cancellationToken);
            var key = await EnvelopeFile.OpenAsync(owner, envelope, wrapping, cancellationToken);
            return key.BackupUid == backupUid ? key : null;
        }
        catch (WorkflowsException unusable) when (unusable.Kind is ErrorKind.Denied or ErrorKind.Damaged)
        {
            return null;
        }
    }
}
