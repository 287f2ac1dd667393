using System.CommandLine;
using Workflows.Archive.Stores;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;
using Workflows.Core.Volumes;
using Workflows.Volumes.Deleting;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume delete</c>.</summary>
internal sealed class VolumeDeleteCommand : CliCommand
{
    private readonly Argument<string> name = VolumeNameArgument.Create();

    private readonly Option<bool> yes = new("--yes", "-y")
    {
        Description = "Don't ask. Needed where there is no terminal to ask on.",
        Arity = ArgumentArity.Zero,
    };

    public VolumeDeleteCommand(CliApplication application)
        : base(application, "delete", "Deletes a volume backup; what others share with it stays.")
    {
        Arguments.Add(name);
        Options.Add(yes);
    }

    public override string Changes => "removes the backup, and what no other backup of the same volume names, for good.";

    public override IReadOnlyList<CommandExample> Examples =>
        [new("workflows volume delete monday", "asks first")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var backup = context.Parse.GetRequiredValue(name);
        if (MoverNames.BackupOf(backup) is { } owner)
        {
            await new DeletionRules(context.Settings.Store, context.Environment.Time).RequireAsync(owner, allowLast: true, cancellationToken);
        }

        Confirmation.Require(
            context, context.Parse.GetValue(yes), $"Delete volume backup '{backup}' from {context.Settings.Store} for good?");
        var store = ArchiveStores.Open(context.Settings.Store);
        var swept = await new VolumeDeletion(new(store), context.Environment.Time).DeleteAsync(backup, cancellationToken);
        var document = new VolumeDeletionDocument(backup, swept.FreedBytes) { Deferred = swept.Deferred };
        return new CommandResult(
            document,
            output => output.Line(
                $"Deleted volume backup '{backup}': " + (swept.Deferred ?? $"{Humanize.Bytes(swept.FreedBytes)} freed.")),
            ExitCodes.Done);
    }
}
