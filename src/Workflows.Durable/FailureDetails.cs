namespace Workflows.Durable;

/// <summary>Why a task failed, as recorded in the history: text only, and never a secret.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="IsRetryable">Whether trying again may help.</param>
public sealed record FailureDetails(string ErrorType, string Message, bool IsRetryable)
{
    /// <summary>What the failure means to a caller, by the name of a <c>Workflows.Core.Errors.ErrorKind</c>.</summary>
    public string Kind { get; init; } = nameof(Core.Errors.ErrorKind.Failed);

    /// <summary>Reads the details of an exception thrown by user code, whichever engine runs it.</summary>
    public static FailureDetails From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            TaskFailedException failed => failed.Details,
            Core.Errors.WorkflowsException known => new(known.GetType().FullName!, known.Message, known.IsTransient)
            {
                Kind = known.Kind.ToString(),
            },
            _ => new(exception.GetType().FullName!, exception.Message, IsPassing(exception)),
        };
    }

    /// <summary>
    /// Of errors that nobody raised on purpose, only those of the outside world may pass; the rest are defects, which
    /// are the same at every attempt.
    /// </summary>
    private static bool IsPassing(Exception exception) =>
        exception is IOException or TimeoutException or HttpRequestException or OperationCanceledException;
}
