using Workflows.Archive.Catalog;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Catalog;

/// <summary><c>workflows get</c>.</summary>
internal sealed class GetCommand : CliCommand
{
    private readonly ResourceArguments resource;

    public GetCommand(CliApplication application)
        : base(application, "get", "Lists what is declared in the store: clusters, plans, schedules and rules.")
    {
        resource = new ResourceArguments(application, isNameOptional: true);
        resource.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows get backupplans", "all of a kind"),
        new("workflows get backupplan nightly -o yaml", "one, as 'workflows apply' takes it"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (kind, name) = resource.Read(context.Parse);
        var catalog = new DeclaredResources(context).Catalog;
        if (name is not null)
        {
            var found = await catalog.RequireAsync(kind, name, cancellationToken);
            return new CommandResult(found.Document(), output => ResourceViews.WriteTable(output, kind, [found]), ExitCodes.Done);
        }

        return await ListAsync(context, catalog, kind, cancellationToken);
    }

    private static async Task<CommandResult> ListAsync(
        CommandContext context, ResourceCatalog catalog, ResourceKind kind, CancellationToken cancellationToken)
    {
        var listed = await catalog.ListAsync(kind, cancellationToken).ToListAsync(cancellationToken);
        StoredResource[] found = [.. listed.Select(entry => entry.Resource).OfType<StoredResource>()];
        var document = ResourceListDocument.Of(context.Settings.Store, kind.Name, listed);
        return new CommandResult(
            document,
            output => ResourceViews.WriteList(output, kind, found, document),
            document.Unreadable is null ? ExitCodes.Done : ExitCodes.Partial);
    }
}
