using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup verify</c>.</summary>
internal sealed class BackupVerifyCommand : CliCommand
{
    private readonly Argument<string> name;
    private readonly KeyOptions keys = new("of an encrypted backup");

    public BackupVerifyCommand(CliApplication application)
        : base(application, "verify", "Reads a whole backup, the data of its volumes too, and checks that every byte is as it was written.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        keys.AddTo(this);
    }

    public override string Changes => "nothing. Exit code 1 says that the backup is damaged; every damage is named.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup verify nightly", "before it is needed, not after"),
        new("workflows backup verify nightly --key-file ~/workflows.key", "an encrypted one; without the key, only stored bytes"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var document = await new BackupVerification(context.Settings.Store, keys.Read(context)).RunAsync(
            context.Parse.GetRequiredValue(name), cancellationToken);
        return new CommandResult(
            document,
            output => VerificationView.Write(output, document),
            document.Ok ? ExitCodes.Done : ExitCodes.Failed);
    }
}
