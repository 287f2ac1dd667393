using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Commands.Restores;

/// <summary><c>workflows restore logs</c>.</summary>
internal sealed class RestoreLogsCommand : CliCommand
{
    private readonly Argument<string> name;

    private readonly KeyOptions keys = new("of a restore from an encrypted backup");

    public RestoreLogsCommand(CliApplication application)
        : base(application, "logs", "Prints what a restore did, object by object, in its order.")
    {
        name = RestoreNameArgument.Create(application);
        Arguments.Add(name);
        keys.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows restore logs fix | grep Failed", "what failed"),
        new("workflows restore logs fix --key-file ~/workflows.key", "the same of an encrypted backup's; without the key, how it ended"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var restore = context.Parse.GetRequiredValue(name);
        var lines = await new StoredRestores(context.Settings.Store, keys.Read(context)).ReadLogsAsync(restore, cancellationToken);
        return LogsResult.Of(new LogsDocument(restore, lines));
    }
}
