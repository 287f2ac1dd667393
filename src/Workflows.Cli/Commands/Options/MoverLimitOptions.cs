using System.CommandLine;
using System.Globalization;
using Workflows.Cli.Errors;
using Workflows.Core.Hooks;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;

namespace Workflows.Cli.Commands.Options;

/// <summary>How much movers may take, of a node and of time, and how many are at work at once.</summary>
internal sealed class MoverLimitOptions
{
    private const int MostAtOnce = 256;

    private static readonly MoverSettings Usual = new() { Image = "" };

    private static readonly TimeSpan LongestPatience = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(365);

    private readonly Option<string> cpuRequest = Amount(
        "--mover-cpu-request", "Processors that each mover is promised: 100m, 2", Usual.Resources.CpuRequest);

    private readonly Option<string> cpuLimit = Amount(
        "--mover-cpu-limit", "Processors that each mover may use", Usual.Resources.CpuLimit);

    private readonly Option<string> memoryRequest = Amount(
        "--mover-memory-request", "Memory that each mover is promised", Usual.Resources.MemoryRequest);

    private readonly Option<string> memoryLimit = Amount(
        "--mover-memory-limit", "Memory that each mover may use", Usual.Resources.MemoryLimit);

    private readonly Option<string> atOnce = Count(
        "--mover-parallel", "How many movers are at work at once", Usual.Window);

    private readonly Option<string> perNode = Count(
        "--mover-parallel-per-node", "How many of them on one node", Usual.PerNode);

    private readonly Option<string> patience = new("--mover-patience")
    {
        Description = "How long a mover is waited for that can't start yet, for want of a node, a quota or its image "
            + $"(default: {Usual.Patience.TotalMinutes:0}m).",
        HelpName = "TIME",
    };

    private readonly Option<string> limit = new("--mover-time-limit")
    {
        Description = $"How long one claim's mover may take (default: {Usual.Limit.TotalHours:0}h).",
        HelpName = "TIME",
    };

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (var option in (Option<string>[])[cpuRequest, cpuLimit, memoryRequest, memoryLimit, atOnce, perNode, patience, limit])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Settings with what the command line says of them.</summary>
    /// <exception cref="UsageException">A value can't be read, or makes no sense.</exception>
    public MoverSettings Apply(ParseResult parse, MoverSettings settings)
    {
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentNullException.ThrowIfNull(settings);
        var (cpu, memory) = (Pair(parse, cpuRequest, cpuLimit), Pair(parse, memoryRequest, memoryLimit));
        var window = Number(parse, atOnce) ?? settings.Window;
        return settings with
        {
            Window = window,
            PerNode = Number(parse, perNode) ?? settings.PerNode,
            Patience = Time(parse, patience, LongestPatience) ?? settings.Patience,
            Limit = Time(parse, limit, LongestLimit) ?? settings.Limit,
            Resources = new()
            {
                CpuRequest = cpu.Request ?? Least(settings.Resources.CpuRequest, cpu.Limit),
                CpuLimit = cpu.Limit ?? Most(settings.Resources.CpuLimit, cpu.Request),
                MemoryRequest = memory.Request ?? Least(settings.Resources.MemoryRequest, memory.Limit),
                MemoryLimit = memory.Limit ?? Most(settings.Resources.MemoryLimit, memory.Request),
            },
        };
    }

    private static Option<string> Amount(string name, string what, string usual) => new(name)
    {
        Description = $"{what} (default: {usual}).",
        HelpName = "AMOUNT",
    };

    private static Option<string> Count(string name, string what, int usual) => new(name)
    {
        Description = $"{what} (default: {usual}).",
        HelpName = "NUMBER",
    };

    /// <summary>Who limits a mover below what it is promised as a rule means that it is promised less.</summary>
    private static string Least(string usual, string? limit) => limit is not null && Bytes(limit) < Bytes(usual) ? limit : usual;

    private static string Most(string usual, string? request) => request is not null && Bytes(request) > Bytes(usual) ? request : usual;

    private static decimal Bytes(string amount) => Quantity.TryParse(amount, out var read) ? read : 0;

    private static (string? Request, string? Limit) Pair(ParseResult parse, Option<string> request, Option<string> limit)
    {
        var (promised, allowed) = (AmountOf(parse, request), AmountOf(parse, limit));
        return promised is not null && allowed is not null && Bytes(promised) > Bytes(allowed)
            ? throw new UsageException($"{request.Name} {promised} is more than {limit.Name} {allowed}.")
            : (promised, allowed);
    }

    private static string? AmountOf(ParseResult parse, Option<string> option) => parse.GetValue(option) switch
    {
        null => null,
        { } written when Quantity.TryParse(written, out var amount) && amount > 0 => written,
        { } written => throw new UsageException($"{option.Name} can't be '{written}'; write an amount such as 500m, 2 or 512Mi."),
    };

    private static int? Number(ParseResult parse, Option<string> option) => parse.GetValue(option) switch
    {
        null => null,
        { } written when int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= MostAtOnce => number,
        { } written => throw new UsageException($"{option.Name} can't be '{written}'; write a number from 1 to {MostAtOnce}."),
    };

    private static TimeSpan? Time(ParseResult parse, Option<string> option, TimeSpan longest) => parse.GetValue(option) switch
    {
        null => null,
        { } written when GoDuration.TryParse(written, out var time) && time >= TimeSpan.FromSeconds(1) && time <= longest => time,
        { } written => throw new UsageException(
            $"{option.Name} can't be '{written}'; write a time such as 90s, 10m or 12h, up to {longest.TotalHours:0}h."),
    };
}
