namespace Workflows.Orchestrations.Volumes;

/// <summary>What a mover that ended well left.</summary>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Bytes">Bytes that it read, or wrote.</param>
/// <param name="Problems">How many entries it could not read, or make, as they should be.</param>
public sealed record MoverResult(string Attempt, long Bytes, long Problems)
{
    /// <summary>What to know of it, in a sentence; null for nothing.</summary>
    public string? Note { get; init; }
}
