namespace Workflows.Core.Schedules;

/// <summary>What a tick of a schedule comes to. Start first, then record: what dies in between is decided again.</summary>
public sealed record ScheduleDecision
{
    /// <summary>The run to start now; null when there is none.</summary>
    public PlannedRun? Start { get; init; }

    /// <summary>What is left out, for the log.</summary>
    public required IReadOnlyList<SkippedRuns> Skipped { get; init; }

    /// <summary>What to remember once the run was started.</summary>
    public required ScheduleState State { get; init; }
}
