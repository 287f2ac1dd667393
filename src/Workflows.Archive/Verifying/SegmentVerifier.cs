using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;

namespace Workflows.Archive.Verifying;

/// <summary>
/// Verifies a segment: its bytes against their hash, and, walking archive and index side by side, that its members
/// follow each other without a gap and hold the indexed entries in the indexed order and nothing else.
/// </summary>
internal sealed class SegmentVerifier(
    ArchiveContent content, IndexReader index, CatalogueVerifier catalogue, Findings findings, VerifyDepth depth)
{
    /// <summary>Verifies one segment; whether its index could be read.</summary>
    public async Task<bool> VerifyAsync(ArchiveSegment segment, CancellationToken cancellationToken)
    {
        var where = $"{content.Path}, part {segment.Part} at byte {segment.Offset}";
        try
        {
            await using var stream = await content.OpenAsync(segment.Offset, segment.Length, cancellationToken);
            await using var hashed = new HashingReadStream(stream);
            var isWholeIndex = await WalkAsync(segment, hashed, cancellationToken);

            var before = hashed.Count;
            await hashed.CopyToAsync(Stream.Null, cancellationToken);
            findings.Advance(hashed.Count - before, 0);
            if (hashed.Count != segment.Length)
                findings.Add(where, $"it ends after {hashed.Count} of {segment.Length} bytes");
            else if (hashed.Sha256 != segment.Sha256)
                findings.Add(where, "its bytes don't match their hash");
            return isWholeIndex;
        }
        catch (ArchiveDamagedException damage)
        {
            findings.Add(damage);
            return false;
        }
    }

    /// <summary>Reads the index to its end, and the members beside it as far as they can be read.</summary>
    private async Task<bool> WalkAsync(ArchiveSegment segment, HashingReadStream archive, CancellationToken cancellationToken)
    {
        var walk = new MemberWalk(segment, archive, content, findings);
        var member = new List<IndexEntry>();
        try
        {
            await foreach (var entry in index.ReadSegmentAsync(segment, cancellationToken))
            {
                catalogue.Note(entry);
                if (depth == VerifyDepth.Checksums)
                    continue;
                if (member.Count > 0 && member[0].MemberOffset != entry.MemberOffset)
                {
                    await walk.VisitAsync(member, cancellationToken);
                    member.Clear();
                }

                member.Add(entry);
            }
        }
        catch (ArchiveDamagedException damage)
        {
            findings.Add(damage);
            return false;
        }

        if (depth == VerifyDepth.Full)
            await walk.FinishAsync(member, cancellationToken);
        return true;
    }
}
