using System.Globalization;
using System.Text.Json;
using Workflows.Core.Backups;
using Workflows.Core.Events;
using Workflows.Core.Restores;
using Workflows.Core.Retention;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Events.Outgoing;

/// <summary>What there is to tell of instances that have ended.</summary>
internal static class RunEvents
{
    private const int LongestMessage = 2000;

    /// <summary>The event of an instance; null where there is nothing to tell of it.</summary>
    /// <param name="state">An instance that has ended.</param>
    /// <param name="source">What the event says it comes from.</param>
    public static OutgoingEvent? Of(OrchestrationState state, string source)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state switch
        {
            { Input: null } => null,
            _ when state.Orchestrator == BackupNames.Backup.Name => OfBackup(state, source),
            _ when state.Orchestrator == RestoreNames.Restore.Name => OfRestore(state, source),
            _ when state.Orchestrator == RetentionNames.ApplyRetention.Name => OfRetention(state, source),
            _ => null,
        };
    }

    private static OutgoingEvent OfBackup(OrchestrationState state, string source)
    {
        var spec = DurableJson.Read<BackupSpec>(state.Input!.Value);
        var summary = ResultOf<BackupSummary>(state);
        var type = summary switch
        {
            null => EventTypes.BackupFailed,
            { Phase: BackupPhase.Completed } => EventTypes.BackupCompleted,
            _ => EventTypes.BackupPartiallyFailed,
        };
        return Event(state, source, type, $"backups/{spec.Name}", new BackupEventData(spec.Name, spec.Store, state.CreatedAt, state.LastUpdatedAt)
        {
            Plan = spec.Plan,
            Objects = summary?.Objects,
            Bytes = summary?.Bytes,
            Warnings = summary?.Warnings,
            Errors = summary?.Errors,
            Failure = summary is null ? FailureOf(state) : null,
        });
    }

    private static OutgoingEvent OfRestore(OrchestrationState state, string source)
    {
        var spec = DurableJson.Read<RestoreSpec>(state.Input!.Value);
        var summary = ResultOf<RestoreSummary>(state);
        var type = summary switch
        {
            null or { Phase: RestorePhase.Failed } => EventTypes.RestoreFailed,
            { Phase: RestorePhase.Completed } => EventTypes.RestoreCompleted,
            _ => EventTypes.RestorePartiallyFailed,
        };
        var data = new RestoreEventData(spec.Name, spec.Backup, spec.Store, state.CreatedAt, state.LastUpdatedAt)
        {
            Objects = summary?.Counts,
            Different = summary?.Different,
            Warnings = summary?.Warnings,
            Failure = summary is null ? FailureOf(state) : null,
        };
        return Event(state, source, type, $"restores/{spec.Name}", data);
    }

    /// <summary>Retention that deleted nothing is no event: it looks each hour.</summary>
    private static OutgoingEvent? OfRetention(OrchestrationState state, string source) =>
        ResultOf<RetentionSummary>(state) is { Deleted: > 0 } summary
            ? Event(
                state,
                source,
                EventTypes.RetentionDeleted,
                $"backupplans/{summary.Plan}",
                new RetentionEventData(summary.Plan, summary.Deleted, summary.Kept, summary.Names, summary.Failures))
            : null;

    /// <summary>An instance that was purged and started again under its id is another one, by the time of its start.</summary>
    private static OutgoingEvent Event<T>(OrchestrationState state, string source, string type, string subject, T data) => new(
        $"publish-{state.InstanceId}-{state.CreatedAt.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}",
        source,
        type,
        subject,
        state.LastUpdatedAt,
        JsonSerializer.SerializeToElement(data, DurableJson.Options));

    private static T? ResultOf<T>(OrchestrationState state)
        where T : class =>
        state is { Status: OrchestrationStatus.Completed, Output: { } output } ? DurableJson.Read<T>(output) : null;

    private static EventFailure FailureOf(OrchestrationState state)
    {
        var message = state.Failure?.Message ?? state.Status.ToString();
        return new(state.Failure?.Kind ?? "Failed", message[..Math.Min(message.Length, LongestMessage)]);
    }
}
