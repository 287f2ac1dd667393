using Workflows.Core.Hooks;
using Workflows.Core.Reports;

namespace Workflows.Api.Documents;

/// <summary>A hook that ran, or should have.</summary>
/// <param name="Namespace">Its pod's namespace.</param>
/// <param name="Pod">Its pod.</param>
/// <param name="Container">Its container; absent where it did not come to one and none was named.</param>
/// <param name="Rule">The entry of <c>--hooks</c> that asked for it; absent where an annotation of the pod did.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Succeeded">Whether it did what it should.</param>
/// <param name="Severity">What its failure is; absent where it succeeded.</param>
/// <param name="ExitCode">Absent where it did not come to one.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="OutputBytes">How much it printed.</param>
/// <param name="Output">The end of that.</param>
public sealed record HookDocument(
    string Namespace,
    string Pod,
    string? Container,
    string? Rule,
    IReadOnlyList<string> Command,
    bool Succeeded,
    ProblemSeverity? Severity,
    int? ExitCode,
    string Message,
    long OutputBytes,
    string Output)
{
    public static HookDocument Of(HookOutcome outcome) => new(
        outcome.Namespace,
        outcome.Pod,
        outcome.Container,
        outcome.Rule,
        outcome.Command,
        outcome.Severity is null,
        outcome.Severity,
        outcome.ExitCode,
        outcome.Message,
        outcome.OutputBytes,
        outcome.Output);
}
