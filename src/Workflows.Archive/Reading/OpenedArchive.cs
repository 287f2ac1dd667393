using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Reading;

/// <summary>A backup that can be read: its manifest, and its files as they were before any encryption.</summary>
/// <param name="Manifest">The manifest, proven.</param>
/// <param name="Files">Its files, by the paths that the manifest gives them.</param>
internal sealed record OpenedArchive(ArchiveManifest Manifest, IBlobReader Files)
{
    /// <summary>Opens what a store has, with the key that it needs, if it needs one.</summary>
    /// <exception cref="NotEncryptedException">It is not encrypted, and a key was given.</exception>
    /// <exception cref="KeyNeededException">It is encrypted, and no key was given.</exception>
    /// <exception cref="WrongKeyException">It is encrypted with another key.</exception>
    /// <exception cref="ArchiveDamagedException">Manifest or envelope are not what was written.</exception>
    public static async Task<OpenedArchive> OpenAsync(
        IArchiveStore store, StoredManifest stored, IKeyEncryption? key, CancellationToken cancellationToken)
    {
        if (stored.Plain is { } plain)
            return key is null ? new OpenedArchive(plain, store) : throw new NotEncryptedException(EnvelopeOwner.Backup(plain.Name).Title);

        BackupKey backupKey;
        try
        {
            backupKey = await KeyEnvelopes.OpenAsync(
                store, stored.Overview.Name, stored.Overview.BackupUid, key, cancellationToken);
        }
        catch (BackupConflictException error)
        {
            throw EnvelopeOwner.Backup(stored.Overview.Name).Damaged("it is the envelope of another backup", error);
        }

        var manifest = SealedManifestFile.Unseal(stored.Sealed!, backupKey);
        return new OpenedArchive(
            manifest,
            new UnsealedFiles(store, manifest.Name, backupKey, manifest.Archive, manifest.Index.Path, manifest.Documents));
    }
}
