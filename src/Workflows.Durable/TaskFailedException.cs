using Workflows.Core.Errors;

namespace Workflows.Durable;

/// <summary>An activity or a sub-orchestration failed for good.</summary>
/// <param name="taskName">The name of what was called.</param>
/// <param name="details">Why it failed.</param>
public sealed class TaskFailedException(string taskName, FailureDetails details)
    : WorkflowsException(KindOf(details), details.Message)
{
    public string TaskName { get; } = taskName;

    public FailureDetails Details { get; } = details;

    public override bool IsTransient => Details.IsRetryable;

    private static ErrorKind KindOf(FailureDetails details) =>
        Enum.TryParse<ErrorKind>(details.Kind, out var kind) ? kind : ErrorKind.Failed;
}
