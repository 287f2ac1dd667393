using System.Globalization;
using System.Text.Json;
using Workflows.Activities.Plans;
using Workflows.Activities.Schedules;
using Workflows.Core.Events;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Events;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Events.Outgoing;

/// <summary>
/// Finds what is to be told others, and starts an instance for each event that sends it. Every host that has an endpoint
/// asks it with each tick: what has ended stands in the engine, so that no run has to remember to tell of its end, and one that
/// was killed or terminated is told of all the same. An event's instance has the event's id: it is started once.
/// </summary>
/// <param name="client">The engine.</param>
/// <param name="host">What tells this host from others.</param>
/// <param name="time">The clock.</param>
public sealed class EventOutbox(OrchestrationClient client, string host, TimeProvider time)
{
    /// <summary>What happened longer ago is told to nobody: a host that gets its first endpoint begins with the last day.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(1);

    private static readonly OrchestrationStatus[] Ended =
        [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated];

    private static readonly OrchestrationQuery[] Queries =
    [
        new() { Statuses = Ended, Orchestrator = BackupNames.Backup.Name, InstanceIdPrefix = RunIds.Backups },
        new() { Statuses = Ended, Orchestrator = RestoreNames.Restore.Name, InstanceIdPrefix = RunIds.Restores },
        new() { Statuses = Ended, Orchestrator = RetentionNames.ApplyRetention.Name, InstanceIdPrefix = RunIds.Retentions },
    ];

    private readonly string source = $"urn:workflows:{Uri.EscapeDataString(host)}";

    /// <summary>Begins to tell of the backups, restores and deletions that have ended and were not told of.</summary>
    /// <returns>The events that this call began to send.</returns>
    public async Task<IReadOnlyList<OutgoingEvent>> RunAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Oldest;
        var begun = new List<OutgoingEvent>();
        foreach (var query in Queries)
        {
            await foreach (var state in client.QueryAsync(query, cancellationToken))
            {
                if (state.LastUpdatedAt >= since && RunEvents.Of(state, source) is { } happened && await BeginAsync(happened, cancellationToken))
                {
                    begun.Add(happened);
                }
            }
        }

        return begun;
    }

    /// <summary>
    /// Begins to tell of targets that are missed: at each tick, since the one that saw it first may have been killed. Since
    /// when it is missed is remembered with the schedule, and makes the event one.
    /// </summary>
    /// <returns>The events that this call began to send.</returns>
    public async Task<IReadOnlyList<OutgoingEvent>> TellMissedAsync(TickReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var begun = new List<OutgoingEvent>();
        foreach (var schedule in report.Schedules)
        {
            if (schedule.MissedSince is { } missed && missed >= time.GetUtcNow() - Oldest)
            {
                var happened = Missed(schedule, missed);
                if (await BeginAsync(happened, cancellationToken))
                {
                    begun.Add(happened);
                }
            }
        }

        return begun;
    }

    private OutgoingEvent Missed(ScheduleResult schedule, DateTimeOffset missed) => new(
        $"publish-rpo-{schedule.Title.Replace('/', '-')}-{missed.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}",
        source,
        EventTypes.RpoMissed,
        schedule.Title,
        missed,
        JsonSerializer.SerializeToElement(
            new RpoEventData(schedule.Title, schedule.Plan, missed) { TargetMinutes = schedule.TargetMinutes, LastGood = schedule.LastGood },
            DurableJson.Options));

    private Task<bool> BeginAsync(OutgoingEvent happened, CancellationToken cancellationToken) =>
        client.StartAsync(EventNames.PublishEvent.Name, happened.Id, happened, cancellationToken);
}
