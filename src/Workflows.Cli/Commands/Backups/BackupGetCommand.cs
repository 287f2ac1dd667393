using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Remote;
using Workflows.Cli.Running;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup get</c>.</summary>
internal sealed class BackupGetCommand : CliCommand
{
    private readonly Argument<string?> name;
    private readonly ServerOptions servers = new();

    public BackupGetCommand(CliApplication application)
        : base(application, "get", "Lists backups, those under way and interrupted ones included.")
    {
        name = BackupNameArgument.CreateOptional(application);
        Arguments.Add(name);
        servers.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup get", "all backups of the store"),
        new("workflows backup get nightly -o json", "one of them, for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wanted = context.Parse.GetValue(name);
        using var server = servers.Find(context);
        var all = server is null
            ? await ListAsync(context, cancellationToken)
            : await server.GetAsync<BackupListDocument>("/v1/backups", cancellationToken);
        var document = all with { Backups = [.. all.Backups.Where(backup => wanted is null || backup.Name == wanted)] };
        return wanted is not null && document.Backups.Count == 0
            ? throw new NothingFoundException(
                $"There is no backup '{wanted}' in {document.Store}. 'workflows backup get' lists what there is.")
            : new CommandResult(document, output => BackupListView.Write(output, document), ExitCodes.Done);
    }

    private static async Task<BackupListDocument> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var store = context.Settings.Store;
        var backups = new SortedDictionary<string, BackupDocument>(StringComparer.Ordinal);
        foreach (var backup in await new StoredBackups(store).ListAsync(cancellationToken))
        {
            backups[backup.Name] = backup;
        }

        foreach (var run in RunsInStore.Of(context, RunKind.Backup))
        {
            // A backup that is committed counts, whatever its run still has to do.
            if (!backups.TryGetValue(run.Name, out var known) || known.Phase == BackupDocument.InProgress)
            {
                backups[run.Name] = new BackupDocument(run.Name, run.Phase) { CreatedAt = run.CreatedAt ?? known?.CreatedAt };
            }
        }

        return new BackupListDocument(store, [.. backups.Values]);
    }
}
