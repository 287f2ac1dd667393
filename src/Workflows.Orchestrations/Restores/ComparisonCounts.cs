namespace Workflows.Orchestrations.Restores;

/// <param name="Compared">How many objects were compared.</param>
/// <param name="Different">How many of them differ or are missing.</param>
public sealed record ComparisonCounts(int Compared, int Different)
{
    public static ComparisonCounts None { get; } = new(0, 0);

    public ComparisonCounts Plus(ComparisonCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Compared + other.Compared, Different + other.Different);
    }
}
