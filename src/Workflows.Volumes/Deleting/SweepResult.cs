namespace Workflows.Volumes.Deleting;

/// <summary>What a deletion freed.</summary>
/// <param name="FreedBytes">How many bytes of packs and trees were deleted.</param>
/// <param name="Deferred">Why nothing could be freed now, in a sentence; null where everything was.</param>
public sealed record SweepResult(long FreedBytes, string? Deferred);
