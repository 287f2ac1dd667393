using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Text;
using Workflows.Cli.Remote;
using Workflows.Cli.Running;
using Workflows.Core.Clusters;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup delete</c>.</summary>
internal sealed class BackupDeleteCommand : CliCommand
{
    private readonly Argument<string> name;
    private readonly ServerOptions servers = new("--yes");

    private readonly Option<bool> yes = new("--yes", "-y")
    {
        Description = "Don't ask. Needed where there is no terminal to ask on.",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<bool> allowLast = new("--allow-last")
    {
        Description = "Delete the last good backup of a plan, too. What is locked stays all the same.",
        Arity = ArgumentArity.Zero,
    };

    private readonly ClusterOption cluster;

    public BackupDeleteCommand(CliApplication application)
        : base(application, "delete", "Deletes a backup, or gives up an interrupted one.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        Options.Add(yes);
        Options.Add(allowLast);
        cluster = new ClusterOption(application);
        cluster.AddTo(this);
        servers.AddTo(this);
    }

    public override string Changes =>
        "removes the backup from the store for good, the data of volumes that is its own with it, and the journal of its interrupted run if there is one. Its "
        + "snapshots, if it has any, are removed in the cluster that took them; else the cluster is not touched. A backup that is locked stays until its time is over. The records of restores from it stay.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup delete old", "asks first"),
        new("workflows backup delete old --yes", "for a script"),
        new("workflows backup delete old --cluster prod", "with its snapshots in a cluster that was declared by name"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var backup = Names.Require("backup", context.Parse.GetRequiredValue(name));
        using var server = servers.Find(context);
        if (server is not null)
        {
            Confirmation.Require(context, context.Parse.GetValue(yes), $"Delete backup '{backup}' of the service at {server.Address} for good?");
            return ResultOf(await server.DeleteAsync<DeletionDocument>($"/v1/backups/{backup}", cancellationToken));
        }

        var store = context.Settings.Store;
        var stored = new StoredBackups(store);
        var directories = new RunDirectories(context.Settings.StateDirectory);
        var instanceId = RunRequest.BackupId(backup, store);
        FoundRun[] runs = [.. new[] { instanceId, RunRequest.CopyId(backup, store) }.Select(directories.Find).OfType<FoundRun>()];
        if (runs.FirstOrDefault(run => run.IsHeld) is { } held)
        {
            throw new RunConflictException(
                $"{held.Kind} '{backup}' is under way: {held.Holder?.ToString() ?? "another process"} works on it. "
                + "Stop that first.");
        }

        var found = await stored.FindForDeletionAsync(backup, cancellationToken);
        if (found is StoredBackups.Trace.None && runs.Length == 0)
        {
            throw new NothingFoundException(
                $"There is no backup '{backup}' in {store}. 'workflows backup get' lists what there is.");
        }

        var removal = RemovalFrom(context, stored, await cluster.FindAsync(context, cancellationToken));
        await removal.Rules.RequireAsync(backup, context.Parse.GetValue(allowLast), cancellationToken);
        Confirmation.Require(context, context.Parse.GetValue(yes), $"Delete backup '{backup}' from {store} for good?");
        var left = await removal.RunAsync(
            backup, found is StoredBackups.Trace.Backup && runs.Length == 0, context.Parse.GetValue(allowLast), cancellationToken);
        foreach (var run in runs)
        {
            directories.Remove(run.InstanceId);
        }

        var document = new DeletionDocument(backup, found is StoredBackups.Trace.Backup, runs.Length > 0)
        {
            SnapshotsLeft = left,
        };
        return ResultOf(document);
    }

    private static CommandResult ResultOf(DeletionDocument document) => new(
        document, output => Write(output, document), document.SnapshotsLeft is null ? ExitCodes.Done : ExitCodes.Partial);

    private static BackupRemoval RemovalFrom(CommandContext context, StoredBackups stored, ClusterReference? named)
    {
        var (services, settings, environment) = (context.Services, context.Settings, context.Environment);
        var snapshots = new BackupSnapshots(
            stored.Address,
            () => named ?? services.LocateCluster(settings.Kubeconfig, settings.Context),
            (cluster, removal, cancellationToken) =>
                services.RemoveSnapshots(cluster, removal, environment.Time, cancellationToken));
        return new BackupRemoval(stored, snapshots, environment.MachineName, environment.Time);
    }

    private static void Write(TextOutput output, DeletionDocument document)
    {
        output.Line(
            (document.Deleted ? $"Deleted backup '{document.Name}'." : $"Gave up backup '{document.Name}'.")
            + (document is { Deleted: true, AbandonedRun: true } ? " Its interrupted run was given up too." : ""));
        if (document.SnapshotsLeft is { } left)
        {
            output.Line(left);
        }
    }
}
