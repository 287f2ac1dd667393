using System.Numerics;

namespace Workflows.Core.Schedules.Cron;

/// <summary>The values that one field of an expression allows.</summary>
/// <param name="Bits">Bit n is set where the value n is allowed.</param>
/// <param name="IsStar">
/// Whether the field says nothing (<c>*</c> or <c>?</c>, with no step). <c>*/2</c> does say something, as in cron v3
/// of robfig, which Kubernetes uses.
/// </param>
internal readonly record struct CronField(ulong Bits, bool IsStar)
{
    public bool Allows(int value) => (Bits & (1UL << value)) != 0;

    /// <summary>The smallest allowed value from <paramref name="value"/> on; null when there is none.</summary>
    public int? FirstFrom(int value) =>
        value < 64 && Bits >> value << value is > 0 and var rest ? BitOperations.TrailingZeroCount(rest) : null;

    public int First => BitOperations.TrailingZeroCount(Bits);

    public int Count => BitOperations.PopCount(Bits);
}
