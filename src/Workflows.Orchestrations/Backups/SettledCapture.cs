using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Captures what is left, each part at the newest revision that can be read: for a cluster whose revisions do not live
/// long enough to read it all at one. What earlier rounds captured stays. The report then says mixed.
/// </summary>
internal sealed class SettledCapture(PartReading reading, LatestRevision latest) : IPartCapture
{
    /// <summary>How often a part may lose its revision; one that takes longer than revisions live never ends.</summary>
    private const int MaxAttempts = 4;

    public bool IsComplete => true;

    public async Task<CapturedPart?> CaptureAsync(CapturePart part, CapturedPart? earlier)
    {
        if (earlier is not null)
        {
            return earlier;
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
                return new(part.Number, [], ObjectSetHash.Empty.ToString(), []) { Unreadable = true };
            }

            revision = await latest.AfterAsync(revision);
        }
    }
}
