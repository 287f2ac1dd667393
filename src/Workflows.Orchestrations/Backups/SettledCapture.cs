using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Captures what is left, each part at the newest revision that can be read: for a cluster whose revisions do not live
/// long enough to read it all at one. What earlier rounds captured stays, unless it is known to have changed and can
/// be read anew. The report then says mixed.
/// </summary>
internal sealed class SettledCapture(PartReading reading, LatestRevision latest) : IPartCapture
{
    /// <summary>How often a part may lose its revision; one that takes longer than revisions live never ends.</summary>
    private const int MaxAttempts = 4;

    public bool IsComplete => true;

    public async Task<CapturedPart?> CaptureAsync(CapturePart part, CapturedPart? earlier)
    {
        // Lists that the plan has left out since then are perhaps in another part: kept, they would be there twice.
        var kept = earlier is { Unreadable: false } && PartReading.HasSameLists(part, earlier) ? earlier : null;
        if (kept is { Outdated: false })
        {
            return kept;
        }

        var revision = latest.Value;
        for (var attempt = 1; ; attempt++)
        {
            if (await reading.ReadAsync(part, revision) is { } read)
            {
                return read;
            }

            if (attempt == MaxAttempts)
            {
                return kept ?? Unreadable(part, revision);
            }

            revision = await latest.AfterAsync(revision);
        }
    }

    private static CapturedPart Unreadable(CapturePart part, string revision) =>
        new(part.Number, revision, part.Slices.Count, [], ObjectSetHash.Empty.ToString(), []) { Unreadable = true };
}
