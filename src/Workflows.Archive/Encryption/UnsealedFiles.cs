using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Encryption;

/// <summary>
/// The files of an encrypted backup as they were before: lengths and ranges are those of the plaintext, and only the
/// frames that hold a range are read. A file of another length than its pieces come to is damaged.
/// </summary>
internal sealed class UnsealedFiles : IBlobReader
{
    private readonly IArchiveStore store;
    private readonly string backup;
    private readonly BackupKey key;
    private readonly Dictionary<string, IReadOnlyList<SealedPiece>> files = new(StringComparer.Ordinal);

    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="key">Its key.</param>
    /// <param name="archive">The archive's pieces.</param>
    /// <param name="index">The path of the index.</param>
    /// <param name="documents">The documents, as far as they are known.</param>
    public UnsealedFiles(
        IArchiveStore store,
        string backup,
        BackupKey key,
        ArchiveContents archive,
        string index,
        IReadOnlyList<StoredDocument> documents)
    {
        this.store = store;
        this.backup = backup;
        this.key = key;
        files[archive.Path] = Lay(
        [
            (PieceLabel.Header(archive.Header.Sha256), archive.Header.Length),
            .. archive.Segments.Select(s => (PieceLabel.ArchiveSegment(s.Part, s.Attempt), s.Length)),
            (PieceLabel.Trailer(archive.Trailer.Sha256), archive.Trailer.Length),
        ]);
        files[index] = Lay([.. archive.Segments.Select(s => (PieceLabel.IndexSegment(s.Part, s.Attempt), s.IndexLength))]);
        foreach (var document in documents)
            files[document.Path] = Lay([(PieceLabel.Document(document.Path, document.Sha256), document.Length)]);
    }

    public async Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        var pieces = files[path];
        if (await store.FindAsync(path, cancellationToken) is not { } blob)
            return null;

        var expected = pieces.Sum(p => p.StoredLength);
        return blob.Length == expected
            ? blob with { Length = pieces.Sum(p => p.Length) }
            : throw new ArchiveDamagedException(backup, path, $"it has {blob.Length} bytes instead of {expected}");
    }

    public async Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        var pieces = files[path];
        var total = pieces.Sum(p => p.Length);
        var wanted = length ?? (total - offset);
        if (offset < 0 || wanted < 0 || offset > total - wanted)
            throw new BlobRangeException(store.Location, path, offset, wanted, total);

        var held = pieces.Where(p => p.Length > 0 && p.End > offset && p.Offset < offset + wanted).ToList();
        if (held.Count == 0)
            return Stream.Null;

        var (first, last) = (held[0], held[^1]);
        var from = first.StoredOffset + ((offset - first.Offset) / SealedFrames.PlainBytes * SealedFrames.StoredBytes);
        var lastFrames = SealedFrames.Count(offset + wanted - last.Offset);
        var to = last.StoredOffset + Math.Min(last.StoredLength, lastFrames * SealedFrames.StoredBytes);
        var stored = await OpenStoredAsync(path, from, to - from, cancellationToken);
        return new UnsealedReadStream(
            path, stored, held, key, offset, wanted, (place, what, inner) => new ArchiveDamagedException(backup, place, what, inner));
    }

    private async Task<Stream> OpenStoredAsync(string path, long offset, long length, CancellationToken cancellationToken)
    {
        try
        {
            return await store.OpenReadAsync(path, offset, length, cancellationToken);
        }
        catch (BlobNotFoundException error)
        {
            throw new ArchiveDamagedException(backup, path, "the file is missing", error);
        }
        catch (BlobRangeException error)
        {
            throw new ArchiveDamagedException(
                backup, path, $"it has {error.ActualLength} bytes instead of {files[path].Sum(p => p.StoredLength)}", error);
        }
    }

    private static List<SealedPiece> Lay(IReadOnlyList<(string Label, long Length)> lengths)
    {
        var laid = new List<SealedPiece>(lengths.Count);
        var (offset, storedOffset) = (0L, 0L);
        foreach (var (label, length) in lengths)
        {
            laid.Add(new SealedPiece(label, offset, length, storedOffset));
            offset += length;
            storedOffset += laid[^1].StoredLength;
        }

        return laid;
    }
}
