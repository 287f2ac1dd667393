using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Envelopes;

/// <summary>
/// Wraps the keys of backups with another key of the user's. Only envelopes are written, each in one step and only in
/// place of the one that was read: whenever this ends, each backup opens with one of the two keys, and the same call
/// again does the rest.
/// </summary>
public static class KeyRotation
{
    /// <summary>The backups whose keys are wrapped, by name, those being made included.</summary>
    public static IAsyncEnumerable<string> EncryptedBackupsAsync(
        IArchiveStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const string Extension = ".json";
        return store
            .ListAsync(ArchiveLayout.KeyEnvelopes, cancellationToken)
            .Select(blob => blob.Path[ArchiveLayout.KeyEnvelopes.Length..])
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal))
            .Select(file => file[..^Extension.Length])
            .Where(BackupName.IsValid);
    }

    /// <summary>
    /// Re-wraps one backup's key. What is already wrapped with the new key is proven and left alone; so is what was
    /// never finished.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="from">The key that it needs.</param>
    /// <param name="to">The key that it is to need.</param>
    /// <param name="force">Whether to rotate in spite of runs that work with it, and can't go on then.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArchiveNotFoundException">There is no such backup.</exception>
    /// <exception cref="WorkflowsException">It is not encrypted: <see cref="ErrorKind.Usage"/>.</exception>
    /// <exception cref="KeyInUseException">A run makes the backup, restores from it or compares with it.</exception>
    /// <exception cref="WrongKeyException">Neither of the two keys wrapped it.</exception>
    /// <exception cref="ArchiveDamagedException">The envelope is not what was written.</exception>
    public static async Task<RotationOutcome> RotateAsync(
        IArchiveStore store,
        string backup,
        IKeyEncryption from,
        IKeyEncryption to,
        bool force = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await RotateAsync(store, EnvelopeOwner.Backup(backup), force ? NoRun : RunAsync, from, to, cancellationToken)
            ?? throw await WithoutEnvelopeAsync(store, backup, cancellationToken);

        async Task<string?> RunAsync() =>
            (await BackupReservation.FindAsync(store, backup, cancellationToken))?.InstanceId
            ?? await RestoreClaims.FindRunOnAsync(store, backup, cancellationToken);
    }

    /// <summary>Re-wraps the key of the record of a restore from an encrypted backup.</summary>
    /// <param name="store">The store.</param>
    /// <param name="restore">The restore's name.</param>
    /// <param name="from">The key that it needs.</param>
    /// <param name="to">The key that it is to need.</param>
    /// <param name="force">Whether to rotate in spite of the restore's own run, if that has not ended.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What became of it; null where there is no record, or it needs no key.</returns>
    /// <exception cref="KeyInUseException">The restore's run has not ended yet.</exception>
    /// <exception cref="WrongKeyException">Neither of the two keys wrapped it.</exception>
    /// <exception cref="WorkflowsException">
    /// Record or envelope are missing, or not what was written: <see cref="ErrorKind.Damaged"/>.
    /// </exception>
    public static async Task<RotationOutcome?> RotateRestoreAsync(
        IArchiveStore store,
        string restore,
        IKeyEncryption from,
        IKeyEncryption to,
        bool force = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (await new RestoreCatalog(store).FindEnvelopeAsync(restore, cancellationToken) is not { } owner)
            return null;

        return await RotateAsync(store, owner, force ? NoRun : RunAsync, from, to, cancellationToken) ?? throw owner.Missing();

        async Task<string?> RunAsync() => (await RestoreClaims.FindAsync(store, restore, cancellationToken))?.Run;
    }

    /// <summary>Re-wraps the key of a volume's encrypted backups.</summary>
    /// <param name="store">The store.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="from">The key that it needs.</param>
    /// <param name="to">The key that it is to need.</param>
    /// <param name="findRunAsync">Finds a run that works with it; null to rotate in spite of one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What became of it; null where the volume has no key.</returns>
    /// <exception cref="KeyInUseException">A backup of the volume is at work.</exception>
    /// <exception cref="WrongKeyException">Neither of the two keys wrapped it.</exception>
    /// <exception cref="WorkflowsException">The envelope is not what was written: <see cref="ErrorKind.Damaged"/>.</exception>
    public static async Task<RotationOutcome?> RotateVolumeAsync(
        IArchiveStore store,
        string volume,
        IKeyEncryption from,
        IKeyEncryption to,
        Func<Task<string?>>? findRunAsync = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await RotateAsync(store, EnvelopeOwner.Volume(volume), findRunAsync ?? NoRun, from, to, cancellationToken);
    }

    private static Task<string?> NoRun() => Task.FromResult<string?>(null);

    /// <returns>Null where there is no envelope.</returns>
    private static async Task<RotationOutcome?> RotateAsync(
        IArchiveStore store,
        EnvelopeOwner owner,
        Func<Task<string?>> findRunAsync,
        IKeyEncryption from,
        IKeyEncryption to,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        while (true)
        {
            if (await store.FindAsync(owner.Path, cancellationToken) is not { } seen)
                return null;

            var envelope = await KeyEnvelopes.ReadAsync(store, owner, cancellationToken);
            var key = await EnvelopeFile.OpenAsync(owner, envelope, to.Opens(envelope.KeyId) ? to : from, cancellationToken);
            var document = await EnvelopeFile.SealAsync(owner, key, to, cancellationToken);

            // A key with versions opens what any of them wrapped: only the one that wraps now is new.
            if (EnvelopeFile.Read(owner, document).KeyId == envelope.KeyId)
                return RotationOutcome.AlreadyNew;
            if (await findRunAsync() is { } run)
                throw new KeyInUseException(owner.Title, run);
            if (owner.Record is { } record && await store.FindAsync(record, cancellationToken) is null)
                return RotationOutcome.NotFinished;

            await RequireOpensAsync(owner, document, key, to, cancellationToken);
            try
            {
                await store.WriteAsync(owner.Path, document, WriteCondition.IfMatch(seen.ETag), cancellationToken);
                return RotationOutcome.Rotated;
            }
            catch (StoreConflictException)
            {
                // Somebody else rotated it, or the backup was deleted and made anew: look again.
            }
        }
    }

    private static async Task<Exception> WithoutEnvelopeAsync(
        IArchiveStore store, string backup, CancellationToken cancellationToken) =>
        await ManifestStore.FindAsync(store, backup, cancellationToken) switch
        {
            null => new ArchiveNotFoundException(store.Location, backup),
            { Overview.IsEncrypted: false } => new WorkflowsException(
                ErrorKind.Usage, $"Backup \"{backup}\" is not encrypted: it has no key to rotate."),
            _ => EnvelopeOwner.Backup(backup).Missing(),
        };

    /// <summary>The old envelope is the only way to the backup until the new one is proven.</summary>
    private static async Task RequireOpensAsync(
        EnvelopeOwner owner, byte[] document, BackupKey key, IKeyEncryption to, CancellationToken cancellationToken)
    {
        var opened = await EnvelopeFile.OpenAsync(owner, EnvelopeFile.Read(owner, document), to, cancellationToken);
        if (!opened.Material.Span.SequenceEqual(key.Material.Span))
        {
            throw new WorkflowsException(
                ErrorKind.Failed, $"The key {to.KeyId} does not give back what it wrapped for {owner.Path}; nothing was changed.");
        }
    }
}

/// <summary>What a rotation did to one backup.</summary>
public enum RotationOutcome
{
    /// <summary>It needs the new key from now on.</summary>
    Rotated,

    /// <summary>It did so before, and still does.</summary>
    AlreadyNew,

    /// <summary>It is what is left of a backup that was never finished, and that no run works on.</summary>
    NotFinished,
}
