using System.CommandLine;
using System.CommandLine.Completions;
using Workflows.Activities;
using Workflows.Activities.Retention;
using Workflows.Cli.Commands.Catalog;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Running;
using Workflows.Cli.Stores;
using Workflows.Core.Plans;
using Workflows.Core.Retention;

namespace Workflows.Cli.Commands.Retention;

/// <summary><c>workflows retention run</c>.</summary>
internal sealed class RetentionRunCommand : CliCommand
{
    private readonly Argument<string?> plan = new("PLAN")
    {
        Description = "The backup plan (default: all of them).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> dryRun = new("--dry-run")
    {
        Description = "Say of each backup whether it would go, and why, and delete nothing.",
        Arity = ArgumentArity.Zero,
    };

    public RetentionRunCommand(CliApplication application)
        : base(application, "run", "Deletes the backups of plans that nothing keeps any more.")
    {
        plan.CompletionSources.Add((CompletionContext context) => ResourceArguments.NamesOf(application, context, ResourceKind.BackupPlan));
        Arguments.Add(plan);
        Options.Add(dryRun);
    }

    public override string Changes =>
        "removes backups that were made by the plans and that no rule of theirs keeps, with their volumes' data and snapshots, for good. "
        + "Never what is locked, what is being restored from, and the last good backup of a plan. One that is stopped goes on with the next.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows retention run --dry-run", "what would go, and why the rest stays"),
        new("workflows retention run nightly", "the backups of one plan"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var isDry = context.Parse.GetValue(dryRun);
        var plans = new List<PlanRetentionDocument>();
        foreach (var name in await PlansAsync(context, cancellationToken))
        {
            plans.Add(isDry ? await ReviewAsync(context, name, cancellationToken) : await ApplyAsync(context, name, cancellationToken));
        }

        var document = new RetentionDocument(context.Settings.Store, isDry, plans);
        return new CommandResult(
            document,
            output => RetentionView.Write(output, document),
            plans.Exists(each => each.NotDeleted is { Count: > 0 } || each.NotLocked is not null) ? ExitCodes.Partial : ExitCodes.Done);
    }

    private async Task<IReadOnlyList<string>> PlansAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var catalog = new DeclaredResources(context).Catalog;
        if (context.Parse.GetValue(plan) is { } named)
        {
            return [(await catalog.RequireAsync(ResourceKind.BackupPlan, named, cancellationToken)).Name];
        }

        return await catalog.NamesAsync(ResourceKind.BackupPlan, cancellationToken).ToListAsync(cancellationToken);
    }

    private static async Task<PlanRetentionDocument> ReviewAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        var review = await RetentionReview.OfAsync(
            new OpenStores(), context.Settings.Store, name, context.Environment.Time, cancellationToken);
        var kept = review.Decisions.Count(each => each.Decision.Keeps);
        return new PlanRetentionDocument(name, review.Decisions.Count - kept, kept)
        {
            Backups =
            [
                .. review.Decisions.Select(each => new RetainedBackupDocument(
                    each.Backup.Name, each.Backup.StartedAt, each.Decision.Keeps, each.Decision.Text)),
            ],
        };
    }

    private static async Task<PlanRetentionDocument> ApplyAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        var summary = await new RetentionRun(context).RunAsync(name, cancellationToken);
        return new PlanRetentionDocument(name, summary.Deleted, summary.Kept)
        {
            Names = summary.Names,
            NotDeleted = [.. summary.NotDeleted.Select(DocumentOf)],
            NotLocked = summary.NotLocked.Count == 0 ? null : [.. summary.NotLocked.Select(DocumentOf)],
        };
    }

    private static NotDeletedDocument DocumentOf(RetentionFailure failure) => new(failure.Name, failure.Reason);
}
