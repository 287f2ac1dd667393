using Workflows.Archive.Format;
using Workflows.Archive.Manifests;

namespace Workflows.Archive.Reading;

/// <summary>What must hold in a line of the index whoever wrote it.</summary>
internal static class IndexRules
{
    /// <summary>What is wrong with an entry; null when nothing is.</summary>
    public static string? Fault(IndexEntry entry, ArchiveSegment segment)
    {
        if (entry.Part != segment.Part)
            return $"it belongs to part {entry.Part}";
        if (!HasSafeNames(entry))
            return "its name could lead out of the archive's layout";
        if (entry.ApiVersion.Length == 0 || entry.Kind.Length == 0)
            return "it has no apiVersion or kind";
        if (!ManifestRules.IsHash(entry.Sha256))
            return "its hash is none";
        if (!LiesInSegment(entry, segment))
            return "its member is not in its part";
        return LiesInMember(entry) ? null : "its JSON is not in its member";
    }

    private static bool HasSafeNames(IndexEntry entry) =>
        EntryPath.IsSafe(entry.Resource)
        && EntryPath.IsSafe(entry.Name)
        && (entry.Namespace is null || EntryPath.IsSafe(entry.Namespace));

    private static bool LiesInSegment(IndexEntry entry, ArchiveSegment segment) =>
        entry.MemberLength is > 0 and <= ArchiveFormat.MaxMemberBytes
        && entry.MemberPlainLength is > 0 and <= ArchiveFormat.MaxMemberPlainBytes
        && entry.MemberOffset >= 0
        && entry.MemberOffset <= segment.Length - entry.MemberLength
        && entry.MemberPlainLength <= segment.PlainLength;

    private static bool LiesInMember(IndexEntry entry) =>
        entry.JsonOffset >= 0
        && entry.JsonLength is >= 0 and <= ArchiveFormat.MaxObjectBytes
        && entry.JsonOffset <= entry.MemberPlainLength - entry.JsonLength;
}
