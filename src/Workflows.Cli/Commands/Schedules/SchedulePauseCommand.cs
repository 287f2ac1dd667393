using Workflows.Activities.Schedules;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;

namespace Workflows.Cli.Commands.Schedules;

/// <summary><c>workflows schedule pause</c> and <c>workflows schedule unpause</c>.</summary>
internal sealed class SchedulePauseCommand : CliCommand
{
    private readonly bool pause;
    private readonly ScheduleArgument schedule;

    public SchedulePauseCommand(CliApplication application, bool pause)
        : base(
            application,
            pause ? "pause" : "unpause",
            pause ? "Starts nothing by a schedule any more, until it is unpaused." : "Starts again what comes due by a schedule.")
    {
        this.pause = pause;
        schedule = new ScheduleArgument(application);
        schedule.AddTo(this);
    }

    public override string Changes => pause
        ? "the declared schedule in the store: its field paused. What comes due meanwhile is not made up for; what runs goes on."
        : "the declared schedule in the store: its field paused. It counts from now on.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new($"workflows schedule {Name} often", "a Schedule"),
        new($"workflows schedule {Name} backupplan/nightly", "a plan's own schedule"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var catalog = new DeclaredResources(context).Catalog;
        var seen = await schedule.FindAsync(context, catalog, cancellationToken);
        var change = await new DeclaredSchedules(catalog).SetPausedAsync(seen, pause, cancellationToken);
        var result = new AppliedDocument(context.Settings.Store, DryRun: false, [AppliedResourceDocument.Of(change)]);
        return new CommandResult(result, output => ResourceViews.Write(output, result), ExitCodes.Done);
    }
}
