using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;

namespace Workflows.Cli.Commands.Catalog;

/// <summary><c>workflows describe</c>.</summary>
internal sealed class DescribeCommand : CliCommand
{
    private readonly ResourceArguments resource;

    public DescribeCommand(CliApplication application)
        : base(application, "describe", "Tells all that is known of a declared cluster, plan or schedule.")
    {
        resource = new ResourceArguments(application, isNameOptional: false);
        resource.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows describe cluster blue", "what it is, and what uses it"),
        new("workflows describe backupplan nightly -o json", "for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (kind, name) = resource.Read(context.Parse);
        var resources = new DeclaredResources(context);
        var found = await resources.Catalog.RequireAsync(kind, name!, cancellationToken);
        var users = await resources.Changes.UsersAsync(kind, found.Name, cancellationToken);
        var document = ResourceDescriptionDocument.Of(context.Settings.Store, found, users);
        return new CommandResult(document, output => ResourceViews.Write(output, document), ExitCodes.Done);
    }
}
