using Workflows.Api.Results;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Cli.Running.Results;

/// <summary>The result of a restore's run, whether it was created or resumed by this command.</summary>
internal static class RestoreRunResult
{
    /// <exception cref="RunFailedException">The run ended without a result.</exception>
    public static async Task<CommandResult> CreateAsync(
        RunExecutor executor, RestoreSpec spec, OrchestrationState state, CancellationToken cancellationToken)
    {
        var summary = executor.ResultOf<RestoreSummary>(state);
        return Of(await RestoreResult.ReadAsync(spec, summary.Name, cancellationToken)) with
        {
            AfterPrinting = () => executor.Forget(state.InstanceId),
        };
    }

    /// <summary>The same, told by whoever ran it.</summary>
    public static CommandResult Of(RestoreCreatedDocument document) => new(
        document,
        output => RestoreCreatedView.Write(output, document),
        document.Restore.Phase == nameof(RestorePhase.Completed) ? ExitCodes.Done : ExitCodes.Partial);
}
