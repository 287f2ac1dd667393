namespace Workflows.Core.Errors;

/// <summary>
/// The base of every error this product raises on purpose. The message says what was tried, on what, and what to do
/// about it; it never holds a secret. Translated once, at the edges: activity, HTTP, command line.
/// </summary>
/// <param name="kind">What the error means to a caller.</param>
/// <param name="message">One or two sentences for a person.</param>
/// <param name="innerException">What caused it, if anything did.</param>
public class WorkflowsException(ErrorKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ErrorKind Kind { get; } = kind;

    /// <summary>Whether the same call may succeed later without anyone changing anything.</summary>
    public virtual bool IsTransient => Kind is ErrorKind.Unavailable;
}
