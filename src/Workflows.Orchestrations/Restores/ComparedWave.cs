namespace Workflows.Orchestrations.Restores;

/// <param name="Records">The comparing attempts whose documents hold the wave's differences.</param>
/// <param name="Counts">How many objects were compared, and how many differ.</param>
public sealed record ComparedWave(IReadOnlyList<string> Records, ComparisonCounts Counts)
{
    public static ComparedWave None { get; } = new([], ComparisonCounts.None);

    public ComparedWave Plus(ComparedWave other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new([.. Records, .. other.Records], Counts.Plus(other.Counts));
    }
}
