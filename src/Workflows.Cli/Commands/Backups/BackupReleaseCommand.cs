using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup release</c>.</summary>
internal sealed class BackupReleaseCommand : CliCommand
{
    private readonly Argument<string> name;

    private readonly Option<bool> yes = new("--yes", "-y")
    {
        Description = "Don't ask. Needed where there is no terminal to ask on.",
        Arity = ArgumentArity.Zero,
    };

    public BackupReleaseCommand(CliApplication application)
        : base(application, "release", "Lifts a backup's legal hold.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        Options.Add(yes);
    }

    public override string Changes =>
        "removes the hold from the store, and what the store holds itself for it, but for what another held backup needs. From then on "
        + "the backup goes when its plan's rules say so.";

    public override IReadOnlyList<CommandExample> Examples =>
        [new("workflows backup release nightly-20261121013000", "asks first")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var backup = Names.Require("backup", context.Parse.GetRequiredValue(name));
        Confirmation.Require(
            context, context.Parse.GetValue(yes), $"Lift the legal hold of backup '{backup}' in {context.Settings.Store}?");
        var document = await new BackupProtection(context.Settings.Store, context.Environment.Time)
            .ReleaseAsync(backup, cancellationToken);
        return new CommandResult(document, output => HoldView.Write(output, document), ExitCodes.Done);
    }
}
