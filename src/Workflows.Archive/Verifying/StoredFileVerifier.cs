using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Errors;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Verifying;

/// <summary>
/// Verifies an encrypted backup without its key: every stored byte against the hash that the manifest gives. That
/// finds damage; it proves nothing against somebody who also changed the hashes.
/// </summary>
internal sealed class StoredFileVerifier(IArchiveStore store, SealedManifest manifest, Findings findings)
{
    public const string NotChecked =
        "Without the key only the hashes of the stored bytes were checked: not who wrote them, not that the key in the "
        + "envelope opens them, and not what the archive holds.";

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await CheckEnvelopeAsync(cancellationToken);
        foreach (var file in manifest.Files)
            await CheckAsync(file, cancellationToken);
    }

    private async Task CheckEnvelopeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var envelope = await KeyEnvelopes.ReadAsync(store, EnvelopeOwner.Backup(manifest.Name), cancellationToken);
            if (envelope.BackupUid != manifest.BackupUid)
                findings.Add(manifest.Encryption.Envelope, "it is the envelope of another backup");
        }
        catch (ArchiveDamagedException damage)
        {
            findings.Add(damage);
        }
    }

    private async Task CheckAsync(SealedFile file, CancellationToken cancellationToken)
    {
        var blob = await store.FindAsync(file.Path, cancellationToken);
        if (blob?.Length != file.Length)
        {
            findings.Add(file.Path, blob is null ? "the file is missing" : $"it has {blob.Length} bytes instead of {file.Length}");
            return;
        }

        try
        {
            await using var stream = await store.OpenReadAsync(file.Path, 0, file.Length, cancellationToken);
            var position = 0L;
            foreach (var piece in file.Pieces)
            {
                if (await Hashing.HashNextAsync(stream, piece.Length, cancellationToken) != piece.Sha256)
                    findings.Add($"{file.Path}, piece at byte {position}", "its bytes don't match their hash");
                position += piece.Length;
                findings.Advance(piece.Length, 0);
            }
        }
        catch (Exception error) when (error is BlobNotFoundException or BlobRangeException)
        {
            findings.Add(file.Path, "it changed while it was read");
        }
    }
}
