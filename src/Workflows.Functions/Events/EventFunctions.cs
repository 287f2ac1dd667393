using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Workflows.Functions.Events;

/// <summary>What happens elsewhere, as Event Grid delivers it.</summary>
public sealed class EventFunctions(EventWork work)
{
    /// <summary>Does what the declared rules say about an event; it may come twice, and in any order.</summary>
    [Function(nameof(TakeEvent))]
    public Task TakeEvent(
        [EventGridTrigger] string received, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        work.TakeAsync(received, client, cancellationToken);
}
