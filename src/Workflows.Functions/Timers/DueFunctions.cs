using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Workflows.Functions.Timers;

/// <summary>
/// What is due, by the host's timers. A tick that is late, doubled, or on two machines starts nothing twice: the ids of
/// runs are made of plan and time, and an id is taken once.
/// </summary>
public sealed class DueFunctions(DueWork work)
{
    private const string EachMinute = "0 * * * * *";
    private const string EachNight = "0 17 3 * * *";

    /// <summary>Starts the backups that are due.</summary>
    [Function(nameof(StartDueBackups))]
    public Task StartDueBackups(
        [TimerTrigger(EachMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        work.StartBackupsAsync(client, cancellationToken);

    /// <summary>Starts retention where it has not been started in this hour.</summary>
    [Function(nameof(StartDueRetention))]
    public Task StartDueRetention(
        [TimerTrigger(EachMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        work.StartRetentionAsync(client, cancellationToken);

    /// <summary>Tells others of what has ended since.</summary>
    [Function(nameof(PublishDueEvents))]
    public Task PublishDueEvents(
        [TimerTrigger(EachMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        work.PublishEventsAsync(client, cancellationToken);

    /// <summary>Forgets instances that ended long ago.</summary>
    [Function(nameof(ForgetEndedInstances))]
    public Task ForgetEndedInstances(
        [TimerTrigger(EachNight)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        work.ForgetEndedAsync(client, cancellationToken);
}
