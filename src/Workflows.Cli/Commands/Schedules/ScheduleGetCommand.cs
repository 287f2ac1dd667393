using System.CommandLine;
using System.CommandLine.Completions;
using Workflows.Api.Schedules;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands.Catalog;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
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
        var document = await new ScheduleList(
            context.Settings.Store,
            ArchiveStores.Open(context.Settings.Store),
            new DeclaredResources(context).Catalog,
            context.Environment.Time).ReadAsync(context.Parse.GetValue(plan), cancellationToken);
        return new CommandResult(
            document,
            output => ScheduleListView.Write(output, document),
            document.Unreadable is null ? ExitCodes.Done : ExitCodes.Partial);
    }
}
