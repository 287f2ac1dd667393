using Workflows.Core.Errors;

namespace Workflows.Activities.Events.Outgoing;

/// <summary>An endpoint did not take an event.</summary>
/// <param name="kind">What it means.</param>
/// <param name="message">What it answered, and what to do.</param>
/// <param name="mayPass">Whether it may take the same event later: also credentials may, which take time to be known everywhere.</param>
/// <param name="inner">What caused it.</param>
public sealed class EventNotTakenException(ErrorKind kind, string message, bool mayPass, Exception? inner = null)
    : WorkflowsException(kind, message, inner)
{
    /// <inheritdoc/>
    public override bool IsTransient { get; } = mayPass;
}
