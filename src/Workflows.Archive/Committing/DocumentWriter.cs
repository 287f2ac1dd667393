using System.Security.Cryptography;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Velero;

namespace Workflows.Archive.Committing;

/// <summary>Writes Velero's documents; its Backup object comes last, since Velero takes a backup for there once that is.</summary>
internal static class DocumentWriter
{
    private const int Attempts = 3;

    /// <exception cref="Errors.BackupConflictException">
    /// One is not there, and the name is not held for the backup any more.
    /// </exception>
    public static async Task<WrittenDocuments> WriteAsync(
        IArchiveStore store,
        BackupKey? key,
        ArchiveManifestDraft draft,
        IndexCatalogue catalogue,
        IEnumerable<string> logLines,
        CancellationToken cancellationToken)
    {
        IEnumerable<(string Path, byte[] Content)> documents =
        [
            (ArchiveLayout.ResourceList(draft.Name), catalogue.ResourceList),
            .. VeleroDocuments.Create(draft, catalogue.Objects, logLines),
        ];
        var paths = ArchivePaths.Of(draft.Name, key is not null);
        var written = new WrittenDocuments([], []);
        foreach (var (plainPath, content) in documents)
        {
            var (path, hash) = (paths.Document(plainPath), Hash(content));
            var stored = key is null ? content : PieceSealer.Seal(key.Cipher(PieceLabel.Document(path, hash)), content);
            await WriteIfDifferentAsync(store, draft, path, stored, cancellationToken);
            written.Documents.Add(new StoredDocument(path, content.Length, hash));
            written.Files.Add(new SealedFile(path, stored.Length, [new StoredRun(stored.Length, Hash(stored))]));
        }

        return written;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>
    /// A repeated commit finds the same bytes and leaves them alone, so a late twin can't touch what a finished
    /// commit has put its name to.
    /// </summary>
    private static async Task WriteIfDifferentAsync(
        IArchiveStore store, ArchiveManifestDraft draft, string path, byte[] content, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var existing = await store.FindAsync(path, cancellationToken);
            if (existing?.Length == content.Length && await HasContentAsync(store, path, content, cancellationToken))
                return;

            // Asked after the look: what was seen is not another run's, and whatever that writes since then makes the
            // condition fail.
            await BackupReservation.RequireAsync(store, draft.Name, draft.BackupUid, cancellationToken);
            var condition = existing is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(existing.ETag);
            try
            {
                await store.WriteAsync(path, content, condition, cancellationToken);
                return;
            }
            catch (StoreConflictException) when (attempt < Attempts)
            {
                // A twin of this call wrote the same, or a late attempt of a run that is over wrote another.
            }
        }
    }

    private static async Task<bool> HasContentAsync(
        IArchiveStore store, string path, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            return (await SmallBlobs.ReadAsync(store, path, content.Length, cancellationToken)).AsSpan().SequenceEqual(content);
        }
        catch (Exception error) when (error is BlobNotFoundException or BlobRangeException or InvalidDataException)
        {
            return false;
        }
    }
}

/// <summary>Documents that were written.</summary>
/// <param name="Documents">As they were before any encryption.</param>
/// <param name="Files">As they are stored.</param>
internal sealed record WrittenDocuments(List<StoredDocument> Documents, List<SealedFile> Files);
