using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <summary>How a round captures a part.</summary>
internal interface IPartCapture
{
    /// <param name="part">The part.</param>
    /// <param name="earlier">What an earlier round captured of it; null for nothing.</param>
    /// <returns>
    /// What is captured of the part now; null for nothing, which leaves the group incomplete.
    /// </returns>
    Task<CapturedPart?> CaptureAsync(CapturePart part, CapturedPart? earlier);

    /// <summary>Whether all parts asked for so far are captured as this round wants them.</summary>
    bool IsComplete { get; }
}
