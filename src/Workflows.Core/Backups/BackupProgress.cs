using Workflows.Core.Volumes;

namespace Workflows.Core.Backups;

/// <summary>How far a backup is: the custom status of its orchestration and of each group of parts.</summary>
/// <param name="Step">What is being done: <c>Planning</c>, <c>Capturing</c>, <c>Volumes</c>, <c>Committing</c>.</param>
/// <param name="Parts">How many parts there are; 0 while unknown.</param>
/// <param name="PartsDone">How many of them are captured.</param>
/// <param name="EstimatedObjects">How many objects the server counted.</param>
/// <param name="Objects">How many are captured.</param>
/// <param name="Bytes">Their length in the archive, in bytes.</param>
public sealed record BackupProgress(
    string Step, int Parts, int PartsDone, long EstimatedObjects, long Objects, long Bytes)
{
    /// <summary>Which round of capturing it is, from 0; each further one follows a revision that was compacted.</summary>
    public int Round { get; init; }

    /// <summary>How far the data of claims is; null where it was not asked for.</summary>
    public VolumesProgress? Volumes { get; init; }
}
