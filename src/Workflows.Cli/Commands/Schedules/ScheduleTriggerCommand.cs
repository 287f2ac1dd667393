using Workflows.Activities.Schedules;
using Workflows.Cli.Commands.Backups;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Output;
using Workflows.Cli.Stores;

namespace Workflows.Cli.Commands.Schedules;

/// <summary><c>workflows schedule trigger</c>.</summary>
internal sealed class ScheduleTriggerCommand : CliCommand
{
    private readonly ScheduleArgument schedule;
    private readonly MoverOptions mover = new();

    public ScheduleTriggerCommand(CliApplication application)
        : base(application, "trigger", "Runs a schedule's plan now, in this process, beside what comes due.")
    {
        schedule = new ScheduleArgument(application);
        schedule.AddTo(this);
        mover.AddTo(this);
    }

    public override string Changes => "what 'workflows backup create --plan' changes. Also while the schedule is paused.";

    public override IReadOnlyList<CommandExample> Examples => [new("workflows schedule trigger often", "a backup now")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var found = await schedule.FindAsync(context, new DeclaredResources(context).Catalog, cancellationToken);
        return await PlanBackup.RunAsync(context, mover, DeclaredSchedules.PlanOf(found), name: null, cancellationToken);
    }
}
