using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Views;
using Workflows.Core.Errors;
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
        var document = await ReadAsync(spec, summary.Name, cancellationToken);
        return new CommandResult(
            document,
            output => RestoreCreatedView.Write(output, document),
            summary.Phase is RestorePhase.Completed ? ExitCodes.Done : ExitCodes.Partial)
        {
            AfterPrinting = () => executor.Forget(state.InstanceId),
        };
    }

    private static async Task<RestoreCreatedDocument> ReadAsync(
        RestoreSpec spec, string name, CancellationToken cancellationToken)
    {
        try
        {
            var stored = new StoredRestores(spec.Store, GivenKey.Of(spec.Key));
            var (overview, report) = await stored.RequireAsync(name, cancellationToken);
            return Document(
                StoredRestores.DocumentOf(overview) with { Context = report?.Context },
                report is null ? [] : StoredRestores.ProblemsOf(report),
                await stored.ReadOutcomesAsync(overview, StoredRestores.IsWrong, cancellationToken));
        }
        catch (WorkflowsException unreadable) when (LockedReport.Is(unreadable))
        {
            var (overview, _) = await new StoredRestores(spec.Store).RequireAsync(name, cancellationToken);
            return Document(
                StoredRestores.DocumentOf(overview),
                [LockedReport.Problem($"workflows restore describe {name}", unreadable)],
                []);
        }
    }

    private static RestoreCreatedDocument Document(
        RestoreDocument restore, IReadOnlyList<ProblemDocument> problems, IReadOnlyList<OutcomeDocument> failed) =>
        new(restore, (restore.CompletedAt - restore.StartedAt)?.TotalSeconds ?? 0, problems, failed);
}
