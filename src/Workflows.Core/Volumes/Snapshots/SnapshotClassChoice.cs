namespace Workflows.Core.Volumes.Snapshots;

/// <summary>The class to take a snapshot with, or why there is none.</summary>
/// <param name="Class">The VolumeSnapshotClass; null where there is none to take.</param>
/// <param name="Refusal">Why not, in a sentence; null where there is one.</param>
public sealed record SnapshotClassChoice(string? Class, string? Refusal)
{
    public static SnapshotClassChoice Of(string name) => new(name, null);
}
