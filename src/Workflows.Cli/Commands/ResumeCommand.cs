using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Running;
using Workflows.Cli.Running.Results;
using Workflows.Core.Backups;
using Workflows.Core.Clusters;
using Workflows.Core.Copies;
using Workflows.Core.Errors;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Cli.Commands;

/// <summary><c>workflows resume</c>.</summary>
internal sealed class ResumeCommand(CliApplication application) : CliCommand(
    application, "resume", "Continues every backup, restore and copy that a stopped or killed process left behind.")
{
    public override string Changes =>
        "what the interrupted commands would have changed. What they had finished is not done again. Runs that other "
        + "processes work on are left alone.";

    public override IReadOnlyList<CommandExample> Examples =>
        [new("workflows resume", "after a crash, a reboot or Ctrl-C; exit code: the worst of the runs'")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var resumed = new List<Resumed>();
        var directories = new RunDirectories(context.Settings.StateDirectory);
        foreach (var run in directories.List())
        {
            if (run.IsHeld)
            {
                context.Notices.Write(
                    $"{run.InstanceId} is under way: {run.Holder?.ToString() ?? "another process"} works on it.");
            }
            else if (run is { Kind: RunKind.Compare, State.Input: { } comparison })
            {
                await RemoveComparisonAsync(context, run.InstanceId, DurableJson.Read<CompareSpec>(comparison).Store);
            }
            else if (run.Kind is RunKind.Compare || (run.State is null && run.Failure is null))
            {
                // A run that was killed before it began, or a comparison of which nothing can be read.
                directories.Remove(run.InstanceId);
            }
            else
            {
                resumed.Add(await ResumeAsync(context, run, cancellationToken));
            }
        }

        var document = new ResumeDocument([.. resumed.Select(run => run.Document)]);
        return new CommandResult(
            document,
            output => ResumeView.Write(output, document, [.. resumed.Select(run => run.Write)]),
            ExitCodes.Worst(resumed.Select(run => run.Document.ExitCode)))
        {
            AfterPrinting = () => resumed.ForEach(run => run.AfterPrinting?.Invoke()),
        };
    }

    private static async Task RemoveComparisonAsync(CommandContext context, string instanceId, string store)
    {
        try
        {
            await GivenUpComparison.RemoveAsync(context, instanceId, store);
        }
        catch (WorkflowsException failed)
        {
            context.Notices.Write($"What {instanceId} left can't be removed now: {failed.Message}");
        }
    }

    /// <summary>One run's failure does not keep the others from being continued.</summary>
    private static async Task<Resumed> ResumeAsync(
        CommandContext context, FoundRun run, CancellationToken cancellationToken)
    {
        var kind = run.Kind.ToString();
        var name = run.InstanceId;
        try
        {
            var input = run.State?.Input ?? throw Unreadable(run);
            name = input.GetProperty("name").GetString()!;
            context.Notices.Write($"Continuing {kind.ToLowerInvariant()} '{name}'.");
            var result = run.Kind switch
            {
                RunKind.Backup => await ResumeBackupAsync(context, run.State, DurableJson.Read<BackupSpec>(input), cancellationToken),
                RunKind.Copy => await ResumeCopyAsync(context, run.State, DurableJson.Read<CopySpec>(input), cancellationToken),
                _ => await ResumeRestoreAsync(context, run.State, DurableJson.Read<RestoreSpec>(input), cancellationToken),
            };
            return new(new(kind, name, result.ExitCode, result.Document, null), result.WriteText, result.AfterPrinting);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var error = ErrorTranslation.Translate(exception, context.Settings.Verbose, interrupted: false);
            return new(
                new(kind, name, error.ExitCode, null, error),
                output => ResumeView.WriteError(output, kind, name, error),
                exception is RunFailedException failed ? failed.Forget : null);
        }
    }

    /// <summary>The journal is damaged: it is kept, for whoever can make something of it.</summary>
    private static WorkflowsException Unreadable(FoundRun run) => run.Failure ?? new WorkflowsException(
        ErrorKind.Damaged,
        $"{run.State?.Failure?.Message ?? "The journal can't be read."} It lies in {run.Path}; remove that folder to "
        + "give the run up.");

    private static async Task<CommandResult> ResumeBackupAsync(
        CommandContext context, OrchestrationState state, BackupSpec spec, CancellationToken cancellationToken)
    {
        var executor = new RunExecutor(context);
        if (!state.IsEnded)
        {
            if (spec.Key is null && KeyOptions.IsReadyForAll(context))
            {
                context.Notices.Write(
                    $"Backup '{spec.Name}' was begun without a key and stays in the clear; '{RunHints.Abandon(RunKind.Backup, spec.Name, context.Settings)}' "
                    + "gives it up.");
            }

            _ = GivenKey.Of(spec.Key);
            await CheckReachableAsync(context, spec.Store, spec.Name, spec.Cluster, cancellationToken);
        }

        var ended = await executor.RunAsync(RunRequest.Of(spec), cancellationToken);
        return await BackupRunResult.CreateAsync(executor, spec, ended, cancellationToken);
    }

    private static async Task<CommandResult> ResumeRestoreAsync(
        CommandContext context, OrchestrationState state, RestoreSpec spec, CancellationToken cancellationToken)
    {
        var executor = new RunExecutor(context);
        if (!state.IsEnded)
        {
            _ = GivenKey.Of(spec.Key);
            await CheckReachableAsync(context, spec.Store, spec.Backup, spec.Cluster, cancellationToken);
        }

        var ended = await executor.RunAsync(RunRequest.Of(spec), cancellationToken);
        return await RestoreRunResult.CreateAsync(executor, spec, ended, cancellationToken);
    }

    private static async Task<CommandResult> ResumeCopyAsync(
        CommandContext context, OrchestrationState state, CopySpec spec, CancellationToken cancellationToken)
    {
        var executor = new RunExecutor(context);
        if (!state.IsEnded)
        {
            _ = await ArchiveStores.Open(spec.From).FindAsync(ArchiveLayout.Manifest(spec.Name), cancellationToken);
            _ = await ArchiveStores.Open(spec.To).FindAsync(ArchiveLayout.Manifest(spec.Name), cancellationToken);
        }

        return CopyRunResult.Create(executor, spec, await executor.RunAsync(RunRequest.Of(spec), cancellationToken));
    }

    /// <summary>
    /// A cluster or a store that can't be reached now, or not without the credential that this shell lacks, may be
    /// later, and so a key file: the run stays as it is.
    /// </summary>
    private static async Task CheckReachableAsync(
        CommandContext context, string store, string backup, ClusterReference cluster, CancellationToken cancellationToken)
    {
        _ = await ArchiveStores.Open(store).FindAsync(ArchiveLayout.Manifest(backup), cancellationToken);
        await context.Services.CheckCluster(cluster, cancellationToken);
    }

    private sealed record Resumed(ResumedRunDocument Document, Action<TextOutput> Write, Action? AfterPrinting);
}
