using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Remote;

namespace Workflows.Cli.Commands.Restores;

/// <summary><c>workflows restore describe</c>.</summary>
internal sealed class RestoreDescribeCommand : CliCommand
{
    private readonly Argument<string> name;

    private readonly ServerOptions servers = new("--details");
    private readonly KeyOptions keys = new("of a restore from an encrypted backup");

    private readonly Option<bool> details = new("--details")
    {
        Description = "List every object, not only those with something to say.",
        Arity = ArgumentArity.Zero,
    };

    public RestoreDescribeCommand(CliApplication application)
        : base(application, "describe", "Tells all about a restore: what was asked for and what became of the objects.")
    {
        name = RestoreNameArgument.Create(application);
        Arguments.Add(name);
        keys.AddTo(this);
        Options.Add(details);
        servers.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows restore describe fix", "what was skipped or failed, and why"),
        new("workflows restore describe fix --details -o json", "what became of each object"),
        new("workflows restore describe fix --key-file ~/workflows.key", "the same of an encrypted backup's; without the key, how it ended"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (wanted, isFull) = (context.Parse.GetRequiredValue(name), context.Parse.GetValue(details));
        using var server = servers.Find(context);
        var document = server is null
            ? await new StoredRestores(context.Settings.Store, keys.Read(context)).DescribeAsync(wanted, isFull, cancellationToken)
            : await server.GetAsync<RestoreDescriptionDocument>(
                $"/v1/restores/{Uri.EscapeDataString(wanted)}/description?details={(isFull ? "true" : "false")}", cancellationToken);
        return new CommandResult(document, output => RestoreDescriptionView.Write(output, document), ExitCodes.Done);
    }
}
