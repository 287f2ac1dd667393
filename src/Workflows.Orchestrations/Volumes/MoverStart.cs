namespace Workflows.Orchestrations.Volumes;

/// <summary>Whether a claim has a Job now.</summary>
/// <param name="Refusal">Why it has none and gets none, in a sentence; null where it has one.</param>
public sealed record MoverStart(string? Refusal)
{
    /// <summary>Whether it was left out as somebody wanted it, rather than something standing in the way.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>The Job is there.</summary>
    public static MoverStart Done { get; } = new((string?)null);
}
