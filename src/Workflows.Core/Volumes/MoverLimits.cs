using System.Globalization;
using Workflows.Core.Hooks;
using Workflows.Core.Resources;

namespace Workflows.Core.Volumes;

/// <summary>Reads how much movers may take, of a node and of time, and how many are at work at once.</summary>
public sealed class MoverLimits
{
    private const int MostAtOnce = 256;

    private static readonly TimeSpan LongestPatience = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(365);

    private readonly Func<MoverLimit, string?> find;
    private readonly Func<MoverLimit, string> nameOf;
    private readonly List<string> problems = [];

    private MoverLimits(Func<MoverLimit, string?> find, Func<MoverLimit, string> nameOf) => (this.find, this.nameOf) = (find, nameOf);

    /// <summary>Settings with what is said of them, and what is wrong with that, as sentences.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="find">What is said of a limit; null for nothing.</param>
    /// <param name="nameOf">What a limit is called where it is said.</param>
    public static (MoverSettings Settings, IReadOnlyList<string> Problems) Apply(
        MoverSettings settings, Func<MoverLimit, string?> find, Func<MoverLimit, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var limits = new MoverLimits(find, nameOf);
        return (limits.Apply(settings), limits.problems);
    }

    private MoverSettings Apply(MoverSettings settings)
    {
        var cpu = Pair(MoverLimit.CpuRequest, MoverLimit.CpuLimit);
        var memory = Pair(MoverLimit.MemoryRequest, MoverLimit.MemoryLimit);
        return settings with
        {
            Window = Number(MoverLimit.Parallel) ?? settings.Window,
            PerNode = Number(MoverLimit.ParallelPerNode) ?? settings.PerNode,
            Patience = Time(MoverLimit.Patience, LongestPatience) ?? settings.Patience,
            Limit = Time(MoverLimit.TimeLimit, LongestLimit) ?? settings.Limit,
            Resources = new()
            {
                CpuRequest = cpu.Request ?? Least(settings.Resources.CpuRequest, cpu.Limit),
                CpuLimit = cpu.Limit ?? Most(settings.Resources.CpuLimit, cpu.Request),
                MemoryRequest = memory.Request ?? Least(settings.Resources.MemoryRequest, memory.Limit),
                MemoryLimit = memory.Limit ?? Most(settings.Resources.MemoryLimit, memory.Request),
            },
        };
    }

    /// <summary>Who limits a mover below what it is promised as a rule means that it is promised less.</summary>
    private static string Least(string usual, string? limit) => limit is not null && Bytes(limit) < Bytes(usual) ? limit : usual;

    private static string Most(string usual, string? request) => request is not null && Bytes(request) > Bytes(usual) ? request : usual;

    private static decimal Bytes(string amount) => Quantity.TryParse(amount, out var read) ? read : 0;

    private (string? Request, string? Limit) Pair(MoverLimit request, MoverLimit limit)
    {
        var (promised, allowed) = (Amount(request), Amount(limit));
        if (promised is not null && allowed is not null && Bytes(promised) > Bytes(allowed))
        {
            problems.Add($"{nameOf(request)} {promised} is more than {nameOf(limit)} {allowed}.");
        }

        return (promised, allowed);
    }

    private string? Amount(MoverLimit limit) => find(limit) switch
    {
        null => null,
        { } written when Quantity.TryParse(written, out var amount) && amount > 0 => written,
        { } written => Wrong<string?>(limit, written, "write an amount such as 500m, 2 or 512Mi"),
    };

    private int? Number(MoverLimit limit) => find(limit) switch
    {
        null => null,
        { } written when int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= MostAtOnce => number,
        { } written => Wrong<int?>(limit, written, $"write a number from 1 to {MostAtOnce}"),
    };

    private TimeSpan? Time(MoverLimit limit, TimeSpan longest) => find(limit) switch
    {
        null => null,
        { } written when GoDuration.TryParse(written, out var time) && time >= TimeSpan.FromSeconds(1) && time <= longest => time,
        { } written => Wrong<TimeSpan?>(limit, written, $"write a time such as 90s, 10m or 12h, up to {longest.TotalHours:0}h"),
    };

    private T? Wrong<T>(MoverLimit limit, string written, string what)
    {
        problems.Add($"{nameOf(limit)} can't be '{written}'; {what}.");
        return default;
    }
}
