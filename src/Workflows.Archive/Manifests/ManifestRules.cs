using System.Buffers;
using Workflows.Archive.Format;
using Workflows.Core.Volumes;

namespace Workflows.Archive.Manifests;

/// <summary>
/// What must hold in a manifest whoever wrote it: a digest proves that it was not damaged, not that it is honest. It
/// may only name the files of its own backup, and its ranges must cover them exactly.
/// </summary>
internal static class ManifestRules
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <param name="backup">The backup that it should be of.</param>
    /// <param name="manifest">The manifest, of an encrypted backup what was sealed in it.</param>
    /// <param name="isEncrypted">Whether it was sealed: its files are then elsewhere.</param>
    public static void Check(string backup, ArchiveManifest manifest, bool isEncrypted)
    {
        CheckLists(backup, manifest);
        Require(backup, manifest.Name == backup, "it is the manifest of another backup");
        Require(
            backup,
            isEncrypted == manifest.FormatVersion >= ArchiveFormat.EncryptedVersion,
            "it is encrypted and its version is not, or the other way round");

        var paths = ArchivePaths.Of(backup, isEncrypted);
        Require(backup, manifest.Archive.Path == paths.Tarball, "it names another archive's path");
        Require(backup, manifest.Index.Path == paths.Index, "it names another index's path");
        Require(backup, IsHash(manifest.Index.Sha256), "the index's hash is none");
        foreach (var document in manifest.Documents)
        {
            var isOurs = document.Path.StartsWith(paths.Folder, StringComparison.Ordinal)
                && Stores.StorePath.IsSegment(document.Path.AsSpan(paths.Folder.Length));
            Require(backup, isOurs, "it names a document outside its own folder");
            Require(backup, document.Length >= 0 && IsHash(document.Sha256), "a document's length or hash is none");
        }

        CheckVolumes(backup, manifest);
        CheckRanges(backup, manifest);
        CheckCounts(backup, manifest);
    }

    public static bool IsHash(string text) =>
        text.Length == 64 && !text.AsSpan().ContainsAnyExcept(HexDigits);

    /// <summary>The types say that lists hold no nulls; JSON may say otherwise.</summary>
    private static void CheckLists(string backup, ArchiveManifest manifest)
    {
        IEnumerable<object?>[] lists =
        [
            manifest.Archive.Segments, manifest.Documents, manifest.Totals.Resources,
            manifest.Warnings, manifest.Errors, manifest.Source.MixedRevisions,
        ];
        Require(backup, lists.All(list => list.All(item => item is not null)), "a list holds null");
    }

    /// <summary>It names backups of volumes that are this backup's own: who deletes it deletes those.</summary>
    private static void CheckVolumes(string backup, ArchiveManifest manifest)
    {
        var claims = new HashSet<(string, string)>();
        foreach (var volume in manifest.Volumes ?? [])
        {
            Require(backup, volume is not null, "a list holds null");
            Require(backup, claims.Add((volume!.Namespace, volume.Claim)), "it names the data of a claim twice");
            Require(
                backup,
                volume.Record is null || MoverNames.IsRecordOf(backup, volume.Record),
                "it names the data of a volume that is not its own");
            Require(
                backup,
                volume.Volume is null || Stores.StorePath.IsSegment(volume.Volume),
                "it names a volume that can't be one");
            Require(
                backup,
                volume.Snapshot is null or { Driver.Length: > 0, Handle.Length: > 0, Bytes: >= 0 },
                "it names a snapshot that can't be one");
            Require(
                backup,
                volume.CopyOf is null || manifest.Volumes!.Any(source =>
                    source is { CopyOf: null } && source.Namespace == volume.Namespace && source.Claim == volume.CopyOf),
                "it names a claim as a copy of one that it does not have");
        }
    }

    private static void CheckRanges(string backup, ArchiveManifest manifest)
    {
        var (header, trailer) = (manifest.Archive.Header, manifest.Archive.Trailer);
        Require(backup, header.Offset == 0 && IsRange(header.Length) && IsHash(header.Sha256), "the archive's header is no range");
        var position = header.Length;
        var indexPosition = 0L;
        foreach (var segment in manifest.Archive.Segments)
        {
            var isRange = segment.Offset == position && IsRange(segment.Length) && IsHash(segment.Sha256)
                && segment.IndexOffset == indexPosition && IsRange(segment.IndexLength) && IsHash(segment.IndexSha256)
                && IsRange(segment.PlainLength);
            Require(backup, isRange, $"part {segment.Part} does not lie where the one before it ends");
            var isFilled = segment.Objects > 0 ? segment is { Length: > 0, IndexLength: > 0 } : segment is { Length: 0, IndexLength: 0 };
            Require(backup, isFilled, $"part {segment.Part} has bytes without objects, or objects without bytes");
            position += segment.Length;
            indexPosition += segment.IndexLength;
        }

        Require(backup, trailer.Offset == position && IsRange(trailer.Length) && IsHash(trailer.Sha256), "the archive's trailer is no range");
        Require(backup, position + trailer.Length == manifest.Archive.Length, "the parts don't add up to the archive");
        Require(backup, indexPosition == manifest.Index.Length, "the parts' indexes don't add up to the index");
    }

    private static void CheckCounts(string backup, ArchiveManifest manifest)
    {
        var segments = manifest.Archive.Segments;
        Require(backup, segments.All(s => s.Objects >= 0), "a part has fewer than no objects");
        Require(backup, segments.Select(s => s.Part).Distinct().Count() == segments.Count, "a part is there twice");
        Require(backup, segments.Sum(s => (long)s.Objects) == manifest.Totals.Objects, "the parts' objects don't add up");
        Require(backup, manifest.TtlSeconds >= 0, "its lifetime is negative");
    }

    /// <summary>Bounded so that sums of ranges stay far from overflow: a blob service takes 190 TiB.</summary>
    private static bool IsRange(long length) => length is >= 0 and <= 1L << 50;

    private static void Require(string backup, bool holds, string otherwise)
    {
        if (!holds)
            throw ManifestFile.Damaged(backup, otherwise);
    }
}
