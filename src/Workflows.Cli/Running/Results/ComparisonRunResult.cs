using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Cli.Running.Results;

/// <summary>The result of a comparison's run.</summary>
internal static class ComparisonRunResult
{
    /// <exception cref="RunFailedException">The run ended without a result.</exception>
    public static CommandResult Create(RunExecutor executor, OrchestrationState state)
    {
        var summary = executor.ResultOf<ComparisonSummary>(state);
        var document = new ComparisonDocument(
            summary.Backup,
            summary.Counts.Different == 0,
            summary.Counts.Compared,
            summary.Counts.Different,
            summary.NotCompared,
            [.. summary.First.Select(difference => new DifferenceDocument(
                difference.Key.Resource.ToString(),
                difference.Key.Namespace,
                difference.Key.Name,
                difference.Missing,
                difference.Fields))]);
        return new CommandResult(
            document,
            output => ComparisonView.Write(output, document),
            document.Equal ? ExitCodes.Done : ExitCodes.Partial)
        {
            AfterPrinting = () => executor.Forget(state.InstanceId),
        };
    }
}
