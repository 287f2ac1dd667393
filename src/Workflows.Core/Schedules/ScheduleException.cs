using Workflows.Core.Errors;

namespace Workflows.Core.Schedules;

/// <summary>A schedule that can't be understood or that can never be kept.</summary>
/// <param name="problems">Every problem found, a sentence each; at least one.</param>
public sealed class ScheduleException(IReadOnlyList<string> problems)
    : WorkflowsException(ErrorKind.Usage, string.Join(" ", problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
