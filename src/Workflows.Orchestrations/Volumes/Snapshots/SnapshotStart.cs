namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <summary>Whether what was to be made for a snapshot is there now.</summary>
/// <param name="Refusal">Why it is not and will not be, in a sentence; null where it is.</param>
public sealed record SnapshotStart(string? Refusal)
{
    /// <summary>Whether it was left out as somebody wanted it, rather than something standing in the way.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>It is there.</summary>
    public static SnapshotStart Done { get; } = new((string?)null);
}
