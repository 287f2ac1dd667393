namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>What is struck down while volumes' data is moved.</summary>
internal enum Victim
{
    /// <summary>The program in a pod, by SIGKILL.</summary>
    Mover,

    /// <summary>A pod of a Job, deleted without any time to end.</summary>
    Pod,

    /// <summary>The process that orchestrates, by SIGKILL.</summary>
    Workflows,
}
