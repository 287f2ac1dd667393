using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>The orchestrators and activities of a restore, by the names that stand in histories.</summary>
public static class RestoreNames
{
    public static readonly OrchestratorName<RestoreSpec, RestoreSummary> Restore = new("Restore");

    public static readonly OrchestratorName<CompareSpec, ComparisonSummary> Compare = new("Compare");

    /// <summary>Restores some chunks of one wave.</summary>
    public static readonly OrchestratorName<GroupInput, OutcomeCounts> RestoreGroup = new("RestoreGroup");

    /// <summary>Compares the objects of some chunks with the archive.</summary>
    public static readonly OrchestratorName<CompareGroupInput, ComparisonCounts> CompareGroup = new("CompareGroup");

    /// <summary>Opens the backup, asks the cluster what it serves, and cuts the work into waves of chunks.</summary>
    public static readonly ActivityName<PlanRestoreInput, RestorePlan> PlanRestore = new("PlanRestore");

    /// <summary>Creates the objects of one chunk.</summary>
    public static readonly ActivityName<ChunkInput, RestoredChunk> RestoreChunk = new("RestoreChunk");

    /// <summary>Stores which attempts of a group's chunks count.</summary>
    public static readonly ActivityName<RecordGroupInput, bool> RecordRestored = new("RecordRestored");

    /// <summary>Compares the objects of one chunk with what is live, reading only.</summary>
    public static readonly ActivityName<CompareChunkInput, ComparedChunk> CompareChunk = new("CompareChunk");

    /// <summary>Stores where the differences of a group's chunks lie.</summary>
    public static readonly ActivityName<RecordGroupInput, bool> RecordCompared = new("RecordCompared");

    /// <summary>Tells how many kinds that a wave created are not served yet.</summary>
    public static readonly ActivityName<WaveInput, int> CountUnservedKinds = new("CountUnservedKinds");

    /// <summary>Gathers what the chunks reported into the restore's record.</summary>
    public static readonly ActivityName<FinishRestoreInput, RestoreSummary> FinishRestore = new("FinishRestore");

    /// <summary>Gathers what the chunks found into one list of differences.</summary>
    public static readonly ActivityName<FinishComparisonInput, ComparisonSummary> FinishComparison =
        new("FinishComparison");

    /// <summary>Removes what a restore or comparison staged.</summary>
    public static readonly ActivityName<CleanUpRestoreInput, bool> CleanUpRestore = new("CleanUpRestore");
}
