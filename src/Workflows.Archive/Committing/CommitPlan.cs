using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Compression;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Tar;
using Workflows.Archive.Writing;
using Workflows.Core.Backups;

namespace Workflows.Archive.Committing;

/// <summary>What a commit will do, worked out before anything is touched.</summary>
internal sealed record CommitPlan
{
    public required AssembledBlob Archive { get; init; }

    public required AssembledBlob Index { get; init; }

    public required ArchiveContents Contents { get; init; }

    /// <summary>What it is encrypted with; null when it is not.</summary>
    public required BackupKey? Key { get; init; }

    public static CommitPlan Create(ArchiveManifestDraft draft, IReadOnlyList<PartSegment> segments, BackupKey? key)
    {
        CheckParts(segments, key is not null);
        var paths = ArchivePaths.Of(draft.Name, key is not null);
        var header = Header(draft.EntryTime);
        var trailer = GzipMember.Pack(TarBlock.EndOfArchive());
        return new CommitPlan
        {
            Key = key,
            Contents = Place(draft, paths.Tarball, segments, header, trailer),
            Archive = new AssembledBlob(
                paths.Tarball,
                [
                    AssembledPiece.Own(BlockId.Header(draft.BackupUid), Stored(header, PieceLabel.Header(Hash(header)), key)),
                    .. segments.Select(s => AssembledPiece.Staged(
                        s.Part, s.Attempt, s.DataBlocks, s.Stored?.DataLength ?? s.DataLength, s.Stored?.DataSha256 ?? s.DataSha256)),
                    AssembledPiece.Own(BlockId.Trailer(draft.BackupUid), Stored(trailer, PieceLabel.Trailer(Hash(trailer)), key)),
                ]),
            Index = new AssembledBlob(
                paths.Index,
                [.. segments.Select(s => AssembledPiece.Staged(
                    s.Part, s.Attempt, s.IndexBlocks, s.Stored?.IndexLength ?? s.IndexLength, s.Stored?.IndexSha256 ?? s.IndexSha256))]),
        };
    }

    /// <summary>What was assembled, as it was before any encryption.</summary>
    public IBlobReader Files(IArchiveStore store, string backup) => Key is null
        ? store
        : new UnsealedFiles(store, backup, Key, Contents, Index.Path, documents: []);

    public ArchiveManifest ToManifest(
        ArchiveManifestDraft draft, IndexCatalogue catalogue, IReadOnlyList<StoredDocument> documents) => new()
    {
        FormatVersion = Key is null ? ArchiveFormat.CurrentVersion : ArchiveFormat.EncryptedVersion,
        BackupUid = draft.BackupUid,
        Name = draft.Name,
        Phase = draft.Phase,
        StartedAt = draft.StartedAt,
        CompletedAt = draft.CompletedAt,
        TtlSeconds = (long)draft.Ttl.TotalSeconds,
        ExpiresAt = draft.ExpiresAt,
        LockedUntil = draft.LockedUntil,
        Plan = draft.Plan,
        Source = draft.Source,
        Selection = draft.Selection.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("null"u8) : draft.Selection,
        Archive = Contents,
        Index = new IndexContents(Index.Path, Contents.Segments.Sum(s => s.IndexLength), catalogue.IndexSha256),
        Documents = documents,
        Totals = new ArchiveTotals(catalogue.Objects, Contents.Segments.Sum(s => s.PlainLength), catalogue.Resources),
        Warnings = draft.Warnings,
        Errors = draft.Errors,
        Volumes = draft.Volumes,
    };

    /// <summary>The manifest's bytes.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="documents">The documents as they are stored.</param>
    public byte[] Serialize(ArchiveManifest manifest, IReadOnlyList<SealedFile> documents) => Key is null
        ? ManifestFile.Serialize(manifest)
        : SealedManifestFile.Serialize(manifest, [AsFile(Archive), AsFile(Index), .. documents], Key);

    private static SealedFile AsFile(AssembledBlob blob) =>
        new(blob.Path, blob.Length, [.. blob.Pieces.Select(p => new StoredRun(p.Length, p.Sha256))]);

    private static byte[] Stored(byte[] content, string label, BackupKey? key) =>
        key is null ? content : PieceSealer.Seal(key.Cipher(label), content);

    private static void CheckParts(IReadOnlyList<PartSegment> segments, bool isEncrypted)
    {
        if (segments.Any(s => s.Stored is not null != isEncrypted))
            throw new ArgumentException("Some parts are encrypted and the backup is not, or the other way round.", nameof(segments));

        var twice = segments.GroupBy(s => s.Part).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"Part {twice.Key} is there {twice.Count()} times; only one attempt at a part counts.", nameof(segments));
    }

    private static byte[] Header(DateTimeOffset time)
    {
        using var plain = new PooledBuffer();
        TarEntryWriter.Append(plain, EntryPath.Version, time, Encoding.ASCII.GetBytes(ArchiveFormat.VeleroFormatVersion + "\n"));
        return GzipMember.Pack(plain.Written.Span);
    }

    private static ArchiveContents Place(
        ArchiveManifestDraft draft, string path, IReadOnlyList<PartSegment> segments, byte[] header, byte[] trailer)
    {
        var placed = new List<ArchiveSegment>(segments.Count);
        var (offset, indexOffset) = ((long)header.Length, 0L);
        foreach (var s in segments)
        {
            placed.Add(new ArchiveSegment(
                s.Part, s.Attempt, offset, s.DataLength, s.DataSha256, s.PlainLength, s.Objects, indexOffset, s.IndexLength, s.IndexSha256));
            offset += s.DataLength;
            indexOffset += s.IndexLength;
        }

        return new ArchiveContents(
            path,
            offset + trailer.Length,
            draft.EntryTime,
            new ArchiveRange(0, header.Length, Hash(header)),
            placed,
            new ArchiveRange(offset, trailer.Length, Hash(trailer)));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
