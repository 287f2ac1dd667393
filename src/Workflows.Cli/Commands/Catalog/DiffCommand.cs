using Workflows.Archive.Catalog;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;

namespace Workflows.Cli.Commands.Catalog;

/// <summary><c>workflows diff</c>.</summary>
internal sealed class DiffCommand : CliCommand
{
    private readonly ResourceFiles files = new();

    public DiffCommand(CliApplication application)
        : base(application, "diff", "Compares what files declare with what the store has, field by field.") =>
        files.AddTo(this);

    public override string Changes =>
        "nothing. Exit code 0 says that 'workflows apply' would change nothing, 3 that it would.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows diff -f plans.yaml", "what would apply change?"),
        new("workflows diff -f plans/ -o json", "for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var declared = await files.ReadAsync(context, cancellationToken);
        var planned = await new DeclaredResources(context).Changes.PlanAsync(declared, cancellationToken);
        ResourceDifferenceDocument[] differences =
        [
            .. planned.Where(change => change.Action is not ResourceAction.Unchanged).Select(change => new ResourceDifferenceDocument(
                change.Declared.Kind.Name,
                change.Declared.Resource.Name,
                change.Action,
                ResourceDifference.Of(change.Before?.Document(), change.Declared.ToJson()))),
        ];
        var document = new DiffDocument(context.Settings.Store, differences.Length > 0, differences);
        return new CommandResult(
            document,
            output => ResourceViews.Write(output, document),
            document.Different ? ExitCodes.Partial : ExitCodes.Done);
    }
}
