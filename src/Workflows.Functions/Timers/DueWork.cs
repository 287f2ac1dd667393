using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Workflows.Activities;
using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Plans;
using Workflows.Activities.Retention;
using Workflows.Activities.Schedules;
using Workflows.Api.Ticks;
using Workflows.Archive.Catalog;
using Workflows.Functions.Hosting;

namespace Workflows.Functions.Timers;

/// <summary>Does what is due by what is declared in the store, as <c>workflows serve</c> does.</summary>
/// <param name="settings">The app settings.</param>
/// <param name="hub">The instances.</param>
/// <param name="stores">Open stores.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Where it is told what was started, skipped or missed.</param>
public sealed class DueWork(AppSettings settings, TaskHub hub, OpenStores stores, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    private readonly HostLog log = new(loggers.CreateLogger("Workflows.Due"));
    private readonly ScheduleNews news = new(new HostLog(loggers.CreateLogger("Workflows.Due")));

    public Task StartBackupsAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var store = stores.Get(settings.Store);
        var catalog = new ResourceCatalog(store, time);
        var specs = new PlanSpecs(catalog, settings.Store, settings.Mover, stores);
        var runs = new DurablePlanRuns(hub.Open(client));
        var schedules = new ScheduleTick(catalog, new ScheduleMemories(store), specs, runs, stores, time);
        return new DueBackups(schedules, OutboxOf(client), news).TickAsync(time.GetUtcNow(), cancellationToken);
    }

    public Task StartRetentionAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var catalog = new ResourceCatalog(stores.Get(settings.Store), time);
        return new DueRetention(new RetentionTick(catalog, settings.Store, hub.Open(client), time), log)
            .TickAsync(time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Tells others of what has ended, where somebody is to be told.</summary>
    public Task PublishEventsAsync(DurableTaskClient client, CancellationToken cancellationToken) => OutboxOf(client) is { } outbox
        ? new DueEvents(outbox, log).TickAsync(time.GetUtcNow(), cancellationToken)
        : Task.CompletedTask;

    private EventOutbox? OutboxOf(DurableTaskClient client) =>
        settings.Events is null ? null : new(hub.Open(client), settings.Host, time);

    /// <summary>The hub's own way, by when instances began: going through them one by one reads all of them.</summary>
    public async Task ForgetEndedAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);

        // Hosts refuse a time without a beginning.
        var filter = new PurgeInstancesFilter(DateTimeOffset.UnixEpoch, time.GetUtcNow() - settings.KeepInstances, Ended);
        var purged = await client.PurgeAllInstancesAsync(filter, cancellationToken);
        log.Write(LogLevel.Information, "forgotten", ("instances", purged.PurgedInstanceCount));
    }
}
