using System.CommandLine;
using System.CommandLine.Completions;
using Workflows.Activities.Schedules;
using Workflows.Archive.Catalog;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands.Catalog;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Schedules;

/// <summary><c>workflows schedule get</c>.</summary>
internal sealed class ScheduleGetCommand : CliCommand
{
    private readonly Argument<string?> plan = new("PLAN")
    {
        Description = "Only the schedules of this backup plan (default: all of them).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ScheduleGetCommand(CliApplication application)
        : base(application, "get", "Lists schedules, the plans' own included, and when they are due next.")
    {
        plan.CompletionSources.Add((CompletionContext context) => ResourceArguments.NamesOf(application, context, ResourceKind.BackupPlan));
        Arguments.Add(plan);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows schedule get", "all of them"),
        new("workflows schedule get nightly -o json", "those of one plan, for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var catalog = new DeclaredResources(context).Catalog;
        var entries = await ScheduleEntries.ReadAsync(catalog, cancellationToken);
        var memories = new ScheduleMemories(ArchiveStores.Open(context.Settings.Store));
        var schedules = new List<ScheduleDocument>();
        var wanted = context.Parse.GetValue(plan);
        if (wanted is not null)
        {
            await catalog.RequireAsync(ResourceKind.BackupPlan, wanted, cancellationToken);
        }

        foreach (var entry in entries.All.Where(entry => wanted is null || entry.Plan.Name == wanted))
        {
            var seen = await memories.FindAsync(entry.Owner.Kind, entry.Owner.Name, cancellationToken);
            schedules.Add(Document(entry, seen.Memory?.Uid == entry.Owner.Uid ? seen.Memory : null, context.Environment.Time.GetUtcNow()));
        }

        UnreadableResourceDocument[] unreadable = [.. entries.Problems.Select(problem => new UnreadableResourceDocument(problem.Title, problem.Problem))];
        var document = new ScheduleListDocument(context.Settings.Store, schedules)
        {
            Unreadable = unreadable.Length == 0 ? null : unreadable,
        };
        return new CommandResult(
            document,
            output => ScheduleListView.Write(output, document),
            unreadable.Length == 0 ? ExitCodes.Done : ExitCodes.Partial);
    }

    private static ScheduleDocument Document(ScheduleEntry entry, ScheduleMemory? memory, DateTimeOffset now)
    {
        var isPaused = entry.Spec.Policy.Paused;
        return new ScheduleDocument(entry.Owner.Kind.Name, entry.Owner.Name, entry.Plan.Name)
        {
            Cron = entry.Spec.Cron?.Expression,
            TimeZone = entry.Spec.Cron?.TimeZone.Id,
            TargetMinutes = entry.Spec.Rpo?.Minutes,
            Paused = isPaused,
            NextDue = isPaused ? null : entry.Spec.Cron?.Next(now),
            HandledUpTo = entry.Spec.Cron is null ? null : memory?.State.HandledUpTo,
            MissedSince = memory?.MissedSince,
        };
    }
}
