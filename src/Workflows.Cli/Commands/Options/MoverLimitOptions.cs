using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Core.Volumes;

namespace Workflows.Cli.Commands.Options;

/// <summary>How much movers may take, of a node and of time, and how many are at work at once.</summary>
internal sealed class MoverLimitOptions
{
    private static readonly MoverSettings Usual = new() { Image = "" };

    private readonly Dictionary<MoverLimit, Option<string>> options = new()
    {
        [MoverLimit.CpuRequest] = Amount("--mover-cpu-request", "Processors that each mover is promised: 100m, 2", Usual.Resources.CpuRequest),
        [MoverLimit.CpuLimit] = Amount("--mover-cpu-limit", "Processors that each mover may use", Usual.Resources.CpuLimit),
        [MoverLimit.MemoryRequest] = Amount("--mover-memory-request", "Memory that each mover is promised", Usual.Resources.MemoryRequest),
        [MoverLimit.MemoryLimit] = Amount("--mover-memory-limit", "Memory that each mover may use", Usual.Resources.MemoryLimit),
        [MoverLimit.Parallel] = Count("--mover-parallel", "How many movers are at work at once", Usual.Window),
        [MoverLimit.ParallelPerNode] = Count("--mover-parallel-per-node", "How many of them on one node", Usual.PerNode),
        [MoverLimit.Patience] = new("--mover-patience")
        {
            Description = "How long a mover is waited for that can't start yet, for want of a node, a quota or its image "
                + $"(default: {Usual.Patience.TotalMinutes:0}m).",
            HelpName = "TIME",
        },
        [MoverLimit.TimeLimit] = new("--mover-time-limit")
        {
            Description = $"How long one claim's mover may take (default: {Usual.Limit.TotalHours:0}h).",
            HelpName = "TIME",
        },
    };

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (var limit in Enum.GetValues<MoverLimit>())
        {
            command.Options.Add(options[limit]);
        }
    }

    /// <summary>Settings with what the command line says of them.</summary>
    /// <exception cref="UsageException">A value can't be read, or makes no sense.</exception>
    public MoverSettings Apply(ParseResult parse, MoverSettings settings)
    {
        ArgumentNullException.ThrowIfNull(parse);
        var (applied, problems) = MoverLimits.Apply(settings, limit => parse.GetValue(options[limit]), limit => options[limit].Name);
        return problems is [var problem, ..] ? throw new UsageException(problem) : applied;
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
}
