using Workflows.Api.Results;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Core.Backups;
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
        return Of(await BackupResult.ReadAsync(spec, summary, cancellationToken)) with
        {
            AfterPrinting = () => executor.Forget(state.InstanceId),
        };
    }

    /// <summary>The same, told by whoever ran it.</summary>
    public static CommandResult Of(BackupCreatedDocument document) => new(
        document,
        output => BackupCreatedView.Write(output, document),
        document.Backup.Phase == nameof(BackupPhase.Completed) ? ExitCodes.Done : ExitCodes.Partial);
}
