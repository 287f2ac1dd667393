using System.Text;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Workflows.Activities;
using Workflows.Activities.Events.Incoming;
using Workflows.Activities.Plans;
using Workflows.Api.Events;
using Workflows.Archive.Catalog;
using Workflows.Core.Errors;
using Workflows.Functions.Hosting;

namespace Workflows.Functions.Events;

/// <summary>Does what the rules in the store say about events, as <c>POST /v1/events</c> does.</summary>
/// <param name="settings">The app settings.</param>
/// <param name="hub">The instances.</param>
/// <param name="stores">Open stores.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Where it is told what was done.</param>
public sealed class EventWork(AppSettings settings, TaskHub hub, OpenStores stores, TimeProvider time, ILoggerFactory loggers)
{
    private readonly HostLog log = new(loggers.CreateLogger("Workflows.Events"));

    /// <param name="received">The event, as JSON: a CloudEvent, or one of Event Grid's schema.</param>
    /// <param name="client">The client that the host handed to the call.</param>
    /// <param name="cancellationToken">Ends the call; what is left undone is done when the event comes again.</param>
    /// <exception cref="WorkflowsException">It is no event, or must be delivered again: the host tells Event Grid so.</exception>
    public async Task TakeAsync(string received, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(received);
        var catalog = new ResourceCatalog(stores.Get(settings.Store), time);
        var specs = new PlanSpecs(catalog, settings.Store, settings.Mover, stores);
        var intake = new EventIntake(catalog, specs, hub.Open(client), stores);
        var report = await intake.AcceptAsync(Encoding.UTF8.GetBytes(received), cancellationToken);
        EventNews.Tell(log, report);
        if (report.TryAgain is { } why)
        {
            throw new WorkflowsException(
                ErrorKind.Unavailable, $"The event must be delivered again; what is done is not done twice. {why}");
        }
    }
}
