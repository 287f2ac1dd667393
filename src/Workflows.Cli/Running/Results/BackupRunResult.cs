using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;
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
        var stored = await new StoredBackups(spec.Store, GivenKey.Of(spec.Key)).RequireAsync(summary.Name, cancellationToken);
        var document = new BackupCreatedDocument(
            stored.Document,
            spec.Store,
            (stored.Document.CompletedAt - stored.Document.CreatedAt)?.TotalSeconds ?? 0,
            summary.PlainBytes,
            summary.Parts,
            summary.Revisions,
            stored.Problems);
        return new CommandResult(
            document,
            output => BackupCreatedView.Write(output, document),
            summary.Phase is BackupPhase.Completed ? ExitCodes.Done : ExitCodes.Partial)
        {
            AfterPrinting = () => executor.Forget(state.InstanceId),
        };
    }
}
