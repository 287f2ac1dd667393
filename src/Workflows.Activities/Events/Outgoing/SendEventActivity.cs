using Workflows.Core.Errors;
using Workflows.Core.Events;
using Workflows.Durable;

namespace Workflows.Activities.Events.Outgoing;

/// <summary>Sends an event to the host's endpoint. A repeated attempt sends the same event, with the same id.</summary>
public sealed class SendEventActivity(ActivityServices services) : Activity<OutgoingEvent, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(ActivityContext context, OutgoingEvent input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var endpoint = services.Events
            ?? throw new WorkflowsException(ErrorKind.Failed, "This host has no endpoint for events any more: it was started without one.");
        await endpoint.SendAsync(input, cancellationToken);
        return true;
    }
}
