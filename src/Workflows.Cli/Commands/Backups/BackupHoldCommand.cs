using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup hold</c>.</summary>
internal sealed class BackupHoldCommand : CliCommand
{
    private readonly Argument<string> name;

    private readonly Option<string?> reason = new("--reason")
    {
        Description = "Why, for those who find it: a case's number, say.",
        HelpName = "TEXT",
    };

    public BackupHoldCommand(CliApplication application)
        : base(application, "hold", "Puts a backup under a legal hold: nobody deletes it until that is released.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        Options.Add(reason);
    }

    public override string Changes =>
        "writes the hold into the store. Where the store keeps legal holds itself, everything that the backup needs is put under one, "
        + "the volumes' data that it shares with others included.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup hold nightly-20261121013000 --reason case-4711", "no time and no plan ends it"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var backup = Names.Require("backup", context.Parse.GetRequiredValue(name));
        var why = context.Parse.GetValue(reason);
        if (why is not null && !BackupProtection.IsReason(why))
        {
            throw new UsageException(BackupProtection.ReasonExpected);
        }

        var document = await new BackupProtection(context.Settings.Store, context.Environment.Time)
            .HoldAsync(backup, context.Environment.MachineName, why, cancellationToken);
        return new CommandResult(document, output => HoldView.Write(output, document), ExitCodes.Done);
    }
}
