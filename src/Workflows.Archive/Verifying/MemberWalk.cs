using Workflows.Archive.Compression;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;

namespace Workflows.Archive.Verifying;

/// <summary>Goes through a segment's gzip members in order, each with the index entries that point into it.</summary>
internal sealed class MemberWalk(ArchiveSegment segment, HashingReadStream archive, ArchiveContent content, Findings findings)
{
    private readonly MemberVerifier members = new(findings);
    private long plain;
    private bool isLost;

    public async Task VisitAsync(IReadOnlyList<IndexEntry> entries, CancellationToken cancellationToken)
    {
        if (isLost)
            return;

        var first = entries[0];
        var where = $"{content.Path}, member at byte {segment.Offset + first.MemberOffset}";
        var isOneMember = entries.All(e => (e.MemberLength, e.MemberPlainLength) == (first.MemberLength, first.MemberPlainLength));
        if (!isOneMember || first.MemberOffset != archive.Count)
        {
            // From here on it is unknown where members begin; the hash of the segment says the rest.
            findings.Add(where, "the index does not point to where the member before it ends");
            isLost = true;
            return;
        }

        var packed = new byte[first.MemberLength];
        if (await archive.ReadAtLeastAsync(packed, packed.Length, throwOnEndOfStream: false, cancellationToken) < packed.Length)
        {
            isLost = true;
            return;
        }

        plain += first.MemberPlainLength;
        Unpack(where, packed, entries);
        findings.Advance(packed.Length, entries.Count);
    }

    /// <summary>Visits the last member; then nothing may be left of the segment.</summary>
    public async Task FinishAsync(IReadOnlyList<IndexEntry> last, CancellationToken cancellationToken)
    {
        if (last.Count > 0)
            await VisitAsync(last, cancellationToken);
        if (isLost)
            return;

        if (archive.Count != segment.Length)
            findings.Add(Where, $"{segment.Length - archive.Count} bytes that the index does not know");
        if (plain != segment.PlainLength)
            findings.Add(Where, $"it unpacks to {plain} bytes instead of {segment.PlainLength}");
    }

    private string Where => $"{content.Path}, part {segment.Part} at byte {segment.Offset}";

    private void Unpack(string where, byte[] packed, IReadOnlyList<IndexEntry> entries)
    {
        try
        {
            members.Verify(where, GzipMember.Unpack(packed, entries[0].MemberPlainLength), entries);
        }
        catch (InvalidDataException error)
        {
            findings.Add(where, error.Message);
        }
    }
}
