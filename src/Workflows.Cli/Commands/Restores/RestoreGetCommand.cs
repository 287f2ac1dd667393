using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Remote;
using Workflows.Cli.Running;

namespace Workflows.Cli.Commands.Restores;

/// <summary><c>workflows restore get</c>.</summary>
internal sealed class RestoreGetCommand : CliCommand
{
    private readonly Argument<string?> name;
    private readonly ServerOptions servers = new();

    public RestoreGetCommand(CliApplication application)
        : base(application, "get", "Lists restores, those under way and interrupted ones included.")
    {
        name = RestoreNameArgument.CreateOptional(application);
        Arguments.Add(name);
        servers.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples => [new("workflows restore get", "all restores of the store")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wanted = context.Parse.GetValue(name);
        using var server = servers.Find(context);
        var all = server is null
            ? await ListAsync(context, cancellationToken)
            : await server.GetAsync<RestoreListDocument>("/v1/restores", cancellationToken);
        var document = all with { Restores = [.. all.Restores.Where(restore => wanted is null || restore.Name == wanted)] };
        return wanted is not null && document.Restores.Count == 0
            ? throw new NothingFoundException(
                $"There is no restore '{wanted}' in {document.Store}. 'workflows restore get' lists what there is.")
            : new CommandResult(document, output => RestoreListView.Write(output, document), ExitCodes.Done);
    }

    private static async Task<RestoreListDocument> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var store = context.Settings.Store;
        var restores = new SortedDictionary<string, RestoreDocument>(StringComparer.Ordinal);
        foreach (var restore in await new StoredRestores(store).ListAsync(cancellationToken))
        {
            restores[restore.Name] = restore;
        }

        foreach (var run in RunsInStore.Of(context, RunKind.Restore))
        {
            restores.TryAdd(run.Name, new RestoreDocument(run.Name, run.Phase) { StartedAt = run.CreatedAt });
        }

        return new RestoreListDocument(store, [.. restores.Values]);
    }
}
