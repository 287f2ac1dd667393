using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Core.Copies;
using Workflows.Durable;

namespace Workflows.Cli.Running.Results;

/// <summary>The result of a copy's run, whether it was begun or resumed by this command.</summary>
internal static class CopyRunResult
{
    /// <exception cref="RunFailedException">The run ended without a result.</exception>
    public static CommandResult Create(RunExecutor executor, CopySpec spec, OrchestrationState state)
    {
        var summary = executor.ResultOf<CopySummary>(state);
        var document = new CopyDocument(summary.Name, summary.BackupUid, spec.From, spec.To, summary.WasThere)
        {
            Files = summary.Copied.Files,
            Bytes = summary.Copied.Bytes,
            SharedFiles = summary.Shared.Files,
            SharedBytes = summary.Shared.Bytes,
            DirectBytes = summary.DirectBytes,
            Volumes = summary.Volumes,
            Snapshots = summary.Snapshots == 0 ? null : summary.Snapshots,
        };
        return new CommandResult(document, output => CopyView.Write(output, document), ExitCodes.Done)
        {
            AfterPrinting = () => executor.Forget(state.InstanceId),
        };
    }
}
