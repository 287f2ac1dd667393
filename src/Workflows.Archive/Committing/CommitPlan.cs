using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Compression;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
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

    public static CommitPlan Create(ArchiveManifestDraft draft, IReadOnlyList<PartSegment> segments)
    {
        CheckParts(segments);
        var header = Header(draft.EntryTime);
        var trailer = GzipMember.Pack(TarBlock.EndOfArchive());
        return new CommitPlan
        {
            Contents = Place(draft, segments, header, trailer),
            Archive = new AssembledBlob(
                ArchiveLayout.Tarball(draft.Name),
                [
                    AssembledPiece.Own(BlockId.Header(draft.BackupUid), header),
                    .. segments.Select(s => AssembledPiece.Staged(s.Part, s.Attempt, s.DataBlocks, s.DataLength, s.DataSha256)),
                    AssembledPiece.Own(BlockId.Trailer(draft.BackupUid), trailer),
                ]),
            Index = new AssembledBlob(
                ArchiveLayout.Index(draft.Name),
                [.. segments.Select(s => AssembledPiece.Staged(s.Part, s.Attempt, s.IndexBlocks, s.IndexLength, s.IndexSha256))]),
        };
    }

    public ArchiveManifest ToManifest(
        ArchiveManifestDraft draft, IndexCatalogue catalogue, IReadOnlyList<StoredDocument> documents) => new()
    {
        FormatVersion = ArchiveFormat.CurrentVersion,
        BackupUid = draft.BackupUid,
        Name = draft.Name,
        Phase = draft.Phase,
        StartedAt = draft.StartedAt,
        CompletedAt = draft.CompletedAt,
        TtlSeconds = (long)draft.Ttl.TotalSeconds,
        ExpiresAt = draft.ExpiresAt,
        Source = draft.Source,
        Selection = draft.Selection.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("null"u8) : draft.Selection,
        Archive = Contents,
        Index = new IndexContents(Index.Path, Index.Length, catalogue.IndexSha256),
        Documents = documents,
        Totals = new ArchiveTotals(catalogue.Objects, Contents.Segments.Sum(s => s.PlainLength), catalogue.Resources),
        Warnings = draft.Warnings,
        Errors = draft.Errors,
    };

    private static void CheckParts(IReadOnlyList<PartSegment> segments)
    {
        var twice = segments.GroupBy(s => s.Part).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"Part {twice.Key} is there {twice.Count()} times; only one attempt at a part counts.", nameof(segments));
    }

    private static byte[] Header(DateTimeOffset time)
    {
        var plain = new ArrayBufferWriter<byte>();
        TarEntryWriter.Append(plain, EntryPath.Version, time, Encoding.ASCII.GetBytes(ArchiveFormat.VeleroFormatVersion + "\n"));
        return GzipMember.Pack(plain.WrittenSpan);
    }

    private static ArchiveContents Place(
        ArchiveManifestDraft draft, IReadOnlyList<PartSegment> segments, byte[] header, byte[] trailer)
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
            ArchiveLayout.Tarball(draft.Name),
            offset + trailer.Length,
            draft.EntryTime,
            new ArchiveRange(0, header.Length, Hash(header)),
            placed,
            new ArchiveRange(offset, trailer.Length, Hash(trailer)));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
