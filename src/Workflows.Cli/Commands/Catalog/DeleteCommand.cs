using System.CommandLine;
using Workflows.Archive.Catalog.Errors;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Stores;

namespace Workflows.Cli.Commands.Catalog;

/// <summary><c>workflows delete</c>.</summary>
internal sealed class DeleteCommand : CliCommand
{
    private readonly ResourceArguments resource;

    private readonly Option<bool> yes = new("--yes", "-y")
    {
        Description = "Don't ask. Needed where there is no terminal to ask on.",
        Arity = ArgumentArity.Zero,
    };

    public DeleteCommand(CliApplication application)
        : base(application, "delete", "Deletes a declared cluster, plan or schedule.")
    {
        resource = new ResourceArguments(application, isNameOptional: false);
        resource.AddTo(this);
        Options.Add(yes);
    }

    public override string Changes =>
        "removes the resource from the store, unless others refer to it. Backups that a plan made stay, and retention touches them "
        + "no more. A plan whose retention is locked stays while there are backups of it.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows delete schedule often", "asks first"),
        new("workflows delete backupplan nightly --yes", "for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (kind, name) = resource.Read(context.Parse);
        Confirmation.Require(
            context, context.Parse.GetValue(yes), $"Delete {kind.Singular} '{name}' from {context.Settings.Store} for good?");
        var resources = new DeclaredResources(context);
        if (!await resources.Changes.DeleteAsync(kind, name!, cancellationToken))
        {
            throw new ResourceNotFoundException(resources.Catalog.Location, kind, name!);
        }

        var document = new ResourceDeletionDocument(kind.Name, name!);
        return new CommandResult(document, output => output.Line($"{kind.Singular}/{name} deleted"), ExitCodes.Done);
    }
}
