namespace Workflows.Core.Volumes.Policies;

/// <summary>What is done with a claim's data in a backup.</summary>
/// <param name="Action">How it gets into the backup; null where it is left out.</param>
/// <param name="Reason">Why it is left out, in a sentence; null where it is not.</param>
public sealed record VolumeDecision(VolumeAction? Action, string? Reason)
{
    public static VolumeDecision Take(VolumeAction action) => new(action, null);

    public static VolumeDecision Skip(string reason) => new(null, reason);
}
