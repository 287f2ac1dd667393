using System.Security.Cryptography;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Errors;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Encryption.Envelopes;

/// <summary>The envelopes of a store: each holds the key of one backup, wrapped.</summary>
public static class KeyEnvelopes
{
    /// <summary>
    /// Makes the key of a backup that is begun, and stores it wrapped; or gives the one that an earlier attempt made.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name, which the caller holds.</param>
    /// <param name="backupUid">Its identity.</param>
    /// <param name="wrapping">The user's key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BackupConflictException">An envelope of another backup of that name is left.</exception>
    /// <exception cref="WrongKeyException">An earlier attempt wrapped it with another key.</exception>
    public static async Task<BackupKey> CreateAsync(
        IArchiveStore store, string backup, Guid backupUid, IKeyEncryption wrapping, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(wrapping);
        return await CreateAsync(store, EnvelopeOwner.Backup(backup), backupUid, wrapping, cancellationToken);
    }

    /// <summary>The key of a backup that is being made or is there.</summary>
    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="backupUid">Its identity; null takes the envelope's word for it.</param>
    /// <param name="wrapping">The user's key; null throws, and names the key that is needed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyNeededException">No key was given.</exception>
    /// <exception cref="WrongKeyException">Another key is needed.</exception>
    /// <exception cref="ArchiveDamagedException">The envelope is missing, or not what was written.</exception>
    /// <exception cref="Core.Errors.WorkflowsException">The backup was deleted: <see cref="Core.Errors.ErrorKind.NotFound"/>.</exception>
    /// <exception cref="BackupConflictException">It is the envelope of another backup of that name.</exception>
    public static async Task<BackupKey> OpenAsync(
        IArchiveStore store,
        string backup,
        Guid? backupUid,
        IKeyEncryption? wrapping,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await OpenAsync(store, EnvelopeOwner.Backup(backup), backupUid, wrapping, cancellationToken);
    }

    /// <summary>The id of the key that a backup needs.</summary>
    /// <exception cref="ArchiveDamagedException">The envelope is missing, or not what was written.</exception>
    public static async Task<string> FindKeyIdAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return (await ReadAsync(store, EnvelopeOwner.Backup(backup), cancellationToken)).KeyId;
    }

    /// <summary>Makes a key and stores it wrapped, or gives the one that is there.</summary>
    internal static async Task<BackupKey> CreateAsync(
        IArchiveStore store, EnvelopeOwner owner, Guid backupUid, IKeyEncryption wrapping, CancellationToken cancellationToken)
    {
        var key = new BackupKey(backupUid, RandomNumberGenerator.GetBytes(BackupKey.Bytes));
        var document = await EnvelopeFile.SealAsync(owner, key, wrapping, cancellationToken);
        try
        {
            await store.WriteAsync(owner.Path, document, WriteCondition.IfAbsent, cancellationToken);
            return key;
        }
        catch (StoreConflictException)
        {
            return await OpenAsync(store, owner, backupUid, wrapping, cancellationToken);
        }
    }

    internal static async Task<BackupKey> OpenAsync(
        IArchiveStore store, EnvelopeOwner owner, Guid? backupUid, IKeyEncryption? wrapping, CancellationToken cancellationToken)
    {
        var envelope = await ReadAsync(store, owner, cancellationToken);
        if (backupUid is { } expected && envelope.BackupUid != expected)
            throw owner.OfAnother();

        return wrapping is null
            ? throw new KeyNeededException(owner.Title, envelope.KeyId)
            : await EnvelopeFile.OpenAsync(owner, envelope, wrapping, cancellationToken);
    }

    /// <exception cref="Core.Errors.WorkflowsException">
    /// The envelope is not what was written, or missing: damaged where something needs it, else not found.
    /// </exception>
    internal static async Task<KeyEnvelope> ReadAsync(IArchiveStore store, EnvelopeOwner owner, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await SmallBlobs.ReadAsync(
                store, owner.Path, EnvelopeFile.MaxBytes, cancellationToken);
            return EnvelopeFile.Read(owner, bytes);
        }
        catch (BlobNotFoundException error)
        {
            throw owner.Record is { } record && await store.FindAsync(record, cancellationToken) is null
                ? owner.Gone(store.Location, error)
                : owner.Missing(error);
        }
        catch (InvalidDataException error)
        {
            throw owner.Damaged(error.Message, error);
        }
    }
}
