namespace Workflows.Core.Schedules;

/// <summary>What becomes of runs that came due while nobody was there to start them.</summary>
public enum MissedRuns
{
    /// <summary>One run, the last that came due, stands for all of them.</summary>
    RunOnce,

    /// <summary>They are not run; the next is at its time. The last one still is while it is within the grace.</summary>
    Skip,

    /// <summary>
    /// Each is run, one after another, up to a limit; beyond it the oldest are left out. With
    /// <see cref="OverlapPolicy.Skip"/>, what comes due while they are made up for is left out.
    /// </summary>
    RunAll,
}
