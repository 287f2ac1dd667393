using System.Globalization;

namespace Workflows.Benchmarks.Measuring;

/// <summary>What a ratio or a value must reach, or may not pass.</summary>
/// <param name="AtLeast">Whether the limit is a least; otherwise it is a most.</param>
/// <param name="Limit">The limit; reaching it is meeting it.</param>
internal sealed record Target(bool AtLeast, double Limit)
{
    public static Target Least(double limit) => new(true, limit);

    public static Target Most(double limit) => new(false, limit);

    public bool IsMetBy(double measured) => AtLeast ? measured >= Limit : measured <= Limit;

    public override string ToString() =>
        (AtLeast ? ">= " : "<= ") + Limit.ToString("0.###", CultureInfo.InvariantCulture);
}
