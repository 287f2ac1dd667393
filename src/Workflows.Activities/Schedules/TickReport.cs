using Workflows.Core.Schedules;

namespace Workflows.Activities.Schedules;

/// <summary>What a tick came to.</summary>
/// <param name="At">The time that was decided for.</param>
/// <param name="Schedules">Every schedule, or what can't be used as one.</param>
public sealed record TickReport(DateTimeOffset At, IReadOnlyList<ScheduleResult> Schedules);

/// <summary>What a tick came to for one schedule.</summary>
/// <param name="Title">The resource that it stands in: <c>schedule/often</c>.</param>
public sealed record ScheduleResult(string Title)
{
    /// <summary>The plan; null where it is not known.</summary>
    public string? Plan { get; init; }

    /// <summary>The backup that this tick started; null for none.</summary>
    public string? Started { get; init; }

    /// <summary>What is left out for good, for the log.</summary>
    public IReadOnlyList<SkippedRuns> Skipped { get; init; } = [];

    /// <summary>When the next run is due; null where that is not known, or while there is a pause.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Since when the target (recovery point objective) is missed; null while it is kept, or where there is none.</summary>
    public DateTimeOffset? MissedSince { get; init; }

    /// <summary>How old the last good backup may get, in minutes; null where there is no target.</summary>
    public int? TargetMinutes { get; init; }

    /// <summary>When the last good backup was begun that counts for the target; null where there is none.</summary>
    public DateTimeOffset? LastGood { get; init; }

    /// <summary>Whether this tick was the first to see that it is missed.</summary>
    public bool IsNewlyMissed { get; init; }

    /// <summary>Why nothing could be done about it; null where something could. The next tick tries again.</summary>
    public string? Problem { get; init; }
}
