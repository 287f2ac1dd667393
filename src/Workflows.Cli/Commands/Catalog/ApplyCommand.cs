using System.CommandLine;
using Workflows.Archive.Catalog;
using Workflows.Archive.Catalog.Errors;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;

namespace Workflows.Cli.Commands.Catalog;

/// <summary><c>workflows apply</c>.</summary>
internal sealed class ApplyCommand : CliCommand
{
    private readonly ResourceFiles files = new();

    private readonly Option<bool> dryRun = new("--dry-run")
    {
        Description = "Check everything and say what would be done, without doing it.",
        Arity = ArgumentArity.Zero,
    };

    public ApplyCommand(CliApplication application)
        : base(application, "apply", "Declares clusters, backup plans, restore plans and schedules from files.")
    {
        files.AddTo(this);
        Options.Add(dryRun);
    }

    public override string Changes =>
        "writes what the files declare into the store: new resources, and those whose fields differ. All files are checked first, "
        + "and where anything is wrong, nothing is written. What the files don't speak of stays.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows apply -f plans.yaml", "what one file declares"),
        new("workflows apply -f clusters.yaml -f plans/ --dry-run", "several, and folders; only look"),
        new("workflows apply -f -", "from standard input"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var declared = await files.ReadAsync(context, cancellationToken);
        var changes = new DeclaredResources(context).Changes;
        var planned = await changes.PlanAsync(declared, cancellationToken);
        var isDry = context.Parse.GetValue(dryRun);
        if (!isDry)
        {
            await WriteAsync(context, changes, planned, cancellationToken);
        }

        var document = new AppliedDocument(context.Settings.Store, isDry, [.. planned.Select(AppliedResourceDocument.Of)]);
        return new CommandResult(document, output => ResourceViews.Write(output, document), ExitCodes.Done);
    }

    private static async Task WriteAsync(
        CommandContext context, CatalogChanges changes, IReadOnlyList<ResourceChange> planned, CancellationToken cancellationToken)
    {
        var written = new List<string>();
        try
        {
            await changes.ApplyAsync(planned, change => written.Add(change.Declared.Title), cancellationToken);
        }
        catch (ResourceConflictException) when (written.Count > 0)
        {
            context.Notices.Write($"Applied before that: {string.Join(", ", written)}.");
            throw;
        }
    }
}
