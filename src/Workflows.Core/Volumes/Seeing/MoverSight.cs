namespace Workflows.Core.Volumes.Seeing;

/// <summary>What is to be seen of a mover in its cluster.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Reason">What stops it, or ended it, in a sentence; null where nothing does.</param>
public sealed record MoverSight(MoverPhase Phase, string? Reason = null)
{
    /// <summary>The pod that is at work, or was the last one.</summary>
    public string? Pod { get; init; }

    /// <summary>
    /// What the program left as its last word (its termination message), or the one before it that failed; null where
    /// none left any.
    /// </summary>
    public string? LastWord { get; init; }
}
