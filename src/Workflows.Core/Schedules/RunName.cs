using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Workflows.Core.Schedules;

/// <summary>
/// The name of a run: the plan's and the time at which it was due, in UTC, as Velero names what a schedule makes. It
/// names the backup and the orchestration's instance alike, both of which are created only if there is none, so that
/// however often a run is started, it happens once.
/// </summary>
public static class RunName
{
    /// <summary>The longest plan's name, in characters, that leaves a run's name within what a backup may be called.</summary>
    public const int MaxPlanLength = 200 - 15;

    private const string Format = "yyyyMMddHHmmss";

    /// <summary>The name of the run of a plan that is due at a time; parts of a second don't count.</summary>
    /// <exception cref="ArgumentException">The plan's name is empty or longer than <see cref="MaxPlanLength"/>.</exception>
    public static string For(string plan, DateTimeOffset due)
    {
        ArgumentException.ThrowIfNullOrEmpty(plan);
        return plan.Length <= MaxPlanLength
            ? $"{plan}-{due.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}"
            : throw new ArgumentException($"A plan's name has at most {MaxPlanLength} characters.", nameof(plan));
    }

    /// <summary>When the run of a name was due; false when the name is not one of this plan's runs.</summary>
    public static bool TryGetDue([NotNullWhen(true)] string? name, string plan, out DateTimeOffset due)
    {
        ArgumentNullException.ThrowIfNull(plan);
        due = default;
        return name is not null
            && name.Length == plan.Length + 1 + Format.Length
            && name.StartsWith(plan, StringComparison.Ordinal)
            && name[plan.Length] == '-'
            && DateTimeOffset.TryParseExact(
                name.AsSpan(plan.Length + 1), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out due);
    }
}
