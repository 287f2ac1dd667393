using Workflows.Core.Reports;

namespace Workflows.Core.Hooks;

/// <summary>What became of a hook.</summary>
/// <param name="Namespace">Its pod's namespace.</param>
/// <param name="Pod">Its pod.</param>
/// <param name="Moment">When it ran.</param>
/// <param name="Severity">What the backup makes of it; null where it did what it should.</param>
/// <param name="ExitCode">Its exit code; null where it did not come to one.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="Output">The end of what it printed.</param>
/// <param name="OutputBytes">How much it printed.</param>
public sealed record HookOutcome(
    string Namespace,
    string Pod,
    HookMoment Moment,
    ProblemSeverity? Severity,
    int? ExitCode,
    string Message,
    string Output,
    long OutputBytes);
