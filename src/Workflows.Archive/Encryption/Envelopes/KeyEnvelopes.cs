using System.Security.Cryptography;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
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
        BackupName.Validate(backup);
        var key = new BackupKey(backupUid, RandomNumberGenerator.GetBytes(BackupKey.Bytes));
        var document = await EnvelopeFile.SealAsync(backup, key, wrapping, cancellationToken);
        try
        {
            await store.WriteAsync(ArchiveLayout.KeyEnvelope(backup), document, WriteCondition.IfAbsent, cancellationToken);
            return key;
        }
        catch (StoreConflictException)
        {
            return await OpenAsync(store, backup, backupUid, wrapping, cancellationToken);
        }
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
    /// <exception cref="BackupConflictException">It is the envelope of another backup of that name.</exception>
    public static async Task<BackupKey> OpenAsync(
        IArchiveStore store,
        string backup,
        Guid? backupUid,
        IKeyEncryption? wrapping,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var envelope = await ReadAsync(store, backup, cancellationToken);
        if (backupUid is { } expected && envelope.BackupUid != expected)
        {
            throw new BackupConflictException(
                backup, "has the key envelope of another backup of that name", $"Remove what is left of that one: workflows backup delete {backup}");
        }

        return wrapping is null
            ? throw new KeyNeededException(backup, envelope.KeyId)
            : await EnvelopeFile.OpenAsync(backup, envelope, wrapping, cancellationToken);
    }

    /// <summary>The id of the key that a backup needs.</summary>
    /// <exception cref="ArchiveDamagedException">The envelope is missing, or not what was written.</exception>
    public static async Task<string> FindKeyIdAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return (await ReadAsync(store, backup, cancellationToken)).KeyId;
    }

    internal static async Task<KeyEnvelope> ReadAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await SmallBlobs.ReadAsync(
                store, ArchiveLayout.KeyEnvelope(backup), EnvelopeFile.MaxBytes, cancellationToken);
            return EnvelopeFile.Read(backup, bytes);
        }
        catch (BlobNotFoundException error)
        {
            throw EnvelopeFile.Damaged(backup, "the file is missing, and without the key in it nothing of the backup can be read", error);
        }
        catch (InvalidDataException error)
        {
            throw EnvelopeFile.Damaged(backup, error.Message, error);
        }
    }
}
