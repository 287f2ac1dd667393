namespace Workflows.Core.Schedules;

/// <summary>What becomes of a run that comes due while an earlier one of its schedule is still going.</summary>
public enum OverlapPolicy
{
    /// <summary>It is left out.</summary>
    Skip,

    /// <summary>
    /// It waits for the end of the one that goes. With <see cref="MissedRuns.RunAll"/> several may wait; otherwise the
    /// latest stands for all that wait.
    /// </summary>
    Queue,
}
