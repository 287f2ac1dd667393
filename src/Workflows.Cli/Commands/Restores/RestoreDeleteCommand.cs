using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Remote;
using Workflows.Cli.Running;

namespace Workflows.Cli.Commands.Restores;

/// <summary><c>workflows restore delete</c>.</summary>
internal sealed class RestoreDeleteCommand : CliCommand
{
    private readonly Argument<string> name;
    private readonly ServerOptions servers = new("--yes");

    private readonly Option<bool> yes = new("--yes", "-y")
    {
        Description = "Don't ask. Needed where there is no terminal to ask on.",
        Arity = ArgumentArity.Zero,
    };

    public RestoreDeleteCommand(CliApplication application)
        : base(application, "delete", "Deletes the record of a restore, or gives up an interrupted one.")
    {
        name = RestoreNameArgument.Create(application);
        Arguments.Add(name);
        Options.Add(yes);
        servers.AddTo(this);
    }

    public override string Changes =>
        "removes the restore's record from the store for good, with what became of each object, or what an interrupted "
        + "restore left there, and its journal on this machine. The restored objects are not touched: they stay in the "
        + "cluster. The backup stays too. No key is needed.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows restore delete fix", "asks first"),
        new("workflows restore delete fix --yes", "for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var restore = Names.Require("restore", context.Parse.GetRequiredValue(name));
        using var server = servers.Find(context);
        if (server is not null)
        {
            Confirmation.Require(context, context.Parse.GetValue(yes), $"Delete the record of restore '{restore}' of the service at {server.Address} for good?");
            return ResultOf(await server.DeleteAsync<DeletionDocument>($"/v1/restores/{restore}", cancellationToken));
        }

        var store = context.Settings.Store;
        var stored = new StoredRestores(store);
        var directories = new RunDirectories(context.Settings.StateDirectory);
        var instanceId = RunRequest.RestoreId(restore, store);
        var run = FindAtRest(directories, instanceId, restore);
        var found = await stored.FindForDeletionAsync(restore, cancellationToken);
        if (found is StoredRestores.Trace.None && run is null)
        {
            throw new NothingFoundException(
                $"There is no restore '{restore}' in {store}. 'workflows restore get' lists what there is.");
        }

        if (run is null && await stored.FindRunAsync(restore, cancellationToken) is { } elsewhere)
        {
            context.Notices.Write(
                $"Restore '{restore}' is held by {elsewhere}, whose journal is not in {context.Settings.StateDirectory}. "
                + "If that still works, it can't come to its end once this is deleted.");
        }

        Confirmation.Require(context, context.Parse.GetValue(yes), found is StoredRestores.Trace.Restore
            ? $"Delete the record of restore '{restore}' from {store} for good?"
            : $"Give up the interrupted restore '{restore}' in {store} for good?");

        // The answer may have taken its time, and somebody may have resumed the run meanwhile.
        run = FindAtRest(directories, instanceId, restore);
        await stored.DeleteAsync(restore, context.Environment.MachineName, cancellationToken);
        if (run is not null)
        {
            directories.Remove(instanceId);
        }

        var document = new DeletionDocument(restore, found is StoredRestores.Trace.Restore, run is not null);
        return ResultOf(document);
    }

    private static CommandResult ResultOf(DeletionDocument document) =>
        new(document, output => RestoreDeletionView.Write(output, document), ExitCodes.Done);

    private static FoundRun? FindAtRest(RunDirectories directories, string instanceId, string restore) =>
        directories.Find(instanceId) is not { } run ? null
            : !run.IsHeld ? run
            : throw new RunConflictException(
                $"Restore '{restore}' is under way: {run.Holder?.ToString() ?? "another process"} works on it. "
                + "Stop that first.");
}
