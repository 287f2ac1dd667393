using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>The orchestrators and activities of a restore, by the names that stand in histories.</summary>
public static class RestoreNames
{
    public static readonly OrchestratorName<RestoreSpec, RestoreSummary> Restore = new("Restore");

    public static readonly OrchestratorName<CompareSpec, ComparisonSummary> Compare = new("Compare");

    /// <summary>Restores one wave.</summary>
    public static readonly OrchestratorName<WaveInput, RestoredWave> RestoreWave = new("RestoreWave");

    /// <summary>Compares one wave's objects with the archive.</summary>
    public static readonly OrchestratorName<CompareWaveInput, ComparedWave> CompareWave = new("CompareWave");

    /// <summary>Opens the backup, asks the cluster what it serves, and cuts the work into waves of chunks.</summary>
    public static readonly ActivityName<RestoreSpec, RestorePlan> PlanRestore = new("PlanRestore");

    /// <summary>Creates the objects of one chunk.</summary>
    public static readonly ActivityName<ChunkInput, RestoredChunk> RestoreChunk = new("RestoreChunk");

    /// <summary>Compares the objects of one chunk with what is live, reading only.</summary>
    public static readonly ActivityName<CompareChunkInput, ComparedChunk> CompareChunk = new("CompareChunk");

    /// <summary>Tells how many kinds that a wave created are not served yet.</summary>
    public static readonly ActivityName<WaveInput, int> CountUnservedKinds = new("CountUnservedKinds");

    /// <summary>Gathers what the chunks reported into the restore's record.</summary>
    public static readonly ActivityName<FinishRestoreInput, RestoreSummary> FinishRestore = new("FinishRestore");

    /// <summary>Gathers what the chunks found into one list of differences.</summary>
    public static readonly ActivityName<FinishComparisonInput, ComparisonSummary> FinishComparison =
        new("FinishComparison");

    /// <summary>Removes what a restore or comparison staged.</summary>
    public static readonly ActivityName<RestoreSpec, bool> CleanUpRestore = new("CleanUpRestore");
}
