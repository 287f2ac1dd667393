namespace Workflows.Core.Volumes;

/// <summary>What became of many claims, in numbers.</summary>
/// <param name="Completed">How many were moved.</param>
/// <param name="Skipped">How many were left out.</param>
/// <param name="Failed">How many were not moved though they should have been.</param>
/// <param name="Bytes">Bytes of those that were moved.</param>
public sealed record ClaimCounts(int Completed, int Skipped, int Failed, long Bytes)
{
    public static ClaimCounts None { get; } = new(0, 0, 0, 0);

    public int Total => Completed + Skipped + Failed;

    public ClaimCounts Plus(ClaimOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.State switch
        {
            ClaimState.Completed => this with { Completed = Completed + 1, Bytes = Bytes + outcome.Bytes },
            ClaimState.Skipped => this with { Skipped = Skipped + 1 },
            _ => this with { Failed = Failed + 1 },
        };
    }

    public ClaimCounts Plus(ClaimCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Completed + other.Completed, Skipped + other.Skipped, Failed + other.Failed, Bytes + other.Bytes);
    }
}
