using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Cli.Running.Results;

/// <summary>The result of a backup's run, whether it was created or resumed by this command.</summary>
internal static class BackupRunResult
{
    /// <exception cref="RunFailedException">The run ended without a result.</exception>
    public static async Task<CommandResult> CreateAsync(
        RunExecutor executor, BackupSpec spec, OrchestrationState state, CancellationToken cancellationToken)
    {
        var summary = executor.ResultOf<BackupSummary>(state);
        var backup = await new StoredBackups(spec.Store).RequireOverviewAsync(summary.Name, cancellationToken);
        var document = new BackupCreatedDocument(
            backup,
            spec.Store,
            (backup.CompletedAt - backup.CreatedAt)?.TotalSeconds ?? 0,
            summary.PlainBytes,
            summary.Parts,
            summary.Revisions,
            await ProblemsAsync(spec, summary, cancellationToken));
        return new CommandResult(
            document,
            output => BackupCreatedView.Write(output, document),
            summary.Phase is BackupPhase.Completed ? ExitCodes.Done : ExitCodes.Partial)
        {
            AfterPrinting = () => executor.Forget(state.InstanceId),
        };
    }

    /// <summary>What went wrong is told by the archive alone, and there is not always a key to it any more.</summary>
    private static async Task<IReadOnlyList<ProblemDocument>> ProblemsAsync(
        BackupSpec spec, BackupSummary summary, CancellationToken cancellationToken)
    {
        if (summary.Warnings + summary.Errors == 0)
        {
            return [];
        }

        try
        {
            var stored = new StoredBackups(spec.Store, GivenKey.Of(spec.Key));
            return (await stored.RequireAsync(summary.Name, cancellationToken)).Problems;
        }
        catch (WorkflowsException unreadable) when (LockedReport.Is(unreadable))
        {
            return [LockedReport.Problem($"workflows backup describe {summary.Name}", unreadable)];
        }
    }
}
