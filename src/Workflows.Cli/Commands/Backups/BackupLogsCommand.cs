using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup logs</c>.</summary>
internal sealed class BackupLogsCommand : CliCommand
{
    private readonly Argument<string> name;
    private readonly KeyOptions keys = new("of an encrypted backup");

    public BackupLogsCommand(CliApplication application)
        : base(application, "logs", "Prints a backup's log.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        keys.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples => [new("workflows backup logs nightly", "what happened when")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var backup = context.Parse.GetRequiredValue(name);
        var lines = await new StoredBackups(context.Settings.Store, keys.Read(context)).ReadLogsAsync(backup, cancellationToken);
        return LogsResult.Of(new LogsDocument(backup, lines));
    }
}
