using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Remote;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup describe</c>.</summary>
internal sealed class BackupDescribeCommand : CliCommand
{
    private readonly Argument<string> name;
    private readonly ServerOptions servers = new("--details");
    private readonly KeyOptions keys = new("of an encrypted backup");

    private readonly Option<bool> details = new("--details")
    {
        Description = "List every object.",
        Arity = ArgumentArity.Zero,
    };

    public BackupDescribeCommand(CliApplication application)
        : base(application, "describe", "Tells all about a backup: what was asked for, what it holds, what it lacks.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        keys.AddTo(this);
        Options.Add(details);
        servers.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup describe nightly", "kinds, counts, problems, and what backups never hold"),
        new("workflows backup describe nightly --details | grep shop", "is it in there?"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (wanted, isFull) = (context.Parse.GetRequiredValue(name), context.Parse.GetValue(details));
        using var server = servers.Find(context);
        var document = server is null
            ? await new StoredBackups(context.Settings.Store, keys.Read(context)).DescribeAsync(wanted, isFull, cancellationToken)
            : await server.GetAsync<BackupDescriptionDocument>(
                $"/v1/backups/{Uri.EscapeDataString(wanted)}/description?details={(isFull ? "true" : "false")}", cancellationToken);
        return new CommandResult(document, output => BackupDescriptionView.Write(output, document), ExitCodes.Done);
    }
}
