namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>How far a run is, for the first of its claims, by what can be seen from outside.</summary>
internal enum Moment
{
    /// <summary>A Job is there.</summary>
    JobMade,

    /// <summary>A pod runs, and waits for its job.</summary>
    PodRuns,

    /// <summary>A backup's intent is in the store: its mover has its job, or is about to.</summary>
    HandedOver,

    /// <summary>The first pack is stored, or the first entry restored.</summary>
    AtWork,

    /// <summary>A mover is done.</summary>
    WorkDone,

    /// <summary>A volume backup has its record.</summary>
    Recorded,

    /// <summary>A Job is gone again.</summary>
    CleaningUp,
}
