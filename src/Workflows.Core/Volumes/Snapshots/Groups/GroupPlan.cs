namespace Workflows.Core.Volumes.Snapshots.Groups;

/// <summary>What comes of a group: one snapshot, or why each of its claims gets its own.</summary>
/// <param name="Class">The VolumeGroupSnapshotClass to take it with; null where it is not taken.</param>
/// <param name="Refusal">Why not, in a sentence; null where it is.</param>
public sealed record GroupPlan(string? Class, string? Refusal);
