using System.Security.Cryptography;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Velero;

namespace Workflows.Archive.Committing;

/// <summary>Writes Velero's documents; its Backup object comes last, since Velero takes a backup for there once that is.</summary>
internal static class DocumentWriter
{
    public static async Task<IReadOnlyList<StoredDocument>> WriteAsync(
        IArchiveStore store,
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
        var written = new List<StoredDocument>();
        foreach (var (path, content) in documents)
        {
            await WriteIfDifferentAsync(store, path, content, cancellationToken);
            written.Add(new StoredDocument(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }

        return written;
    }

    /// <summary>
    /// A repeated commit finds the same bytes and leaves them alone, so a late twin can't touch what a finished
    /// commit has put its name to.
    /// </summary>
    private static async Task WriteIfDifferentAsync(
        IArchiveStore store, string path, byte[] content, CancellationToken cancellationToken)
    {
        var existing = await store.FindAsync(path, cancellationToken);
        if (existing?.Length == content.Length && await HasContentAsync(store, path, content, cancellationToken))
            return;
        await store.WriteAsync(path, content, WriteCondition.None, cancellationToken);
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
