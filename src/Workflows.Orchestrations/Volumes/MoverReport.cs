using Workflows.Core.Volumes.Seeing;

namespace Workflows.Orchestrations.Volumes;

/// <summary>What a look at a mover found, and did.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Reason">What stops it, or ended it; null for nothing.</param>
/// <param name="State">What to know at the next look.</param>
/// <param name="Bytes">How many bytes it has seen so far.</param>
public sealed record MoverReport(MoverPhase Phase, string? Reason, MoverState State, long Bytes)
{
    /// <summary>Of one that ended well: what it stored, or did.</summary>
    public MoverResult? Result { get; init; }
}
