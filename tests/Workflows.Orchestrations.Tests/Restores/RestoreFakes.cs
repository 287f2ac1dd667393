using Workflows.Core.Restores;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Restores;

/// <summary>A restore's activities in memory; what a test wants otherwise it says before the run.</summary>
internal sealed class RestoreFakes(params RestoreWave[] waves)
{
    public FakeActivities Activities { get; } = new();

    public static RestoreSpec Default { get; } = new()
    {
        Name = "to-green",
        Backup = "nightly",
        Cluster = new(["/home/somebody/.kube/config"], "green"),
        Store = "/backups",
    };

    public RestoreSpec Spec { get; init; } = Default;

    public Func<ChunkInput, RestoredChunk> Restore { get; set; } = Restored;

    public Func<CompareChunkInput, ComparedChunk> Compare { get; set; } = _ => new(null, new(100, 0));

    public Func<WaveInput, int> Unserved { get; set; } = _ => 0;

    public Func<RecordGroupInput, bool> Record { get; set; } = _ => true;

    /// <summary>Null gives a summary of what was recorded.</summary>
    public Func<FinishRestoreInput, RestoreSummary>? Finish { get; set; }

    public Func<bool> CleanUp { get; set; } = () => true;

    /// <summary>What planning makes of the waves.</summary>
    public Func<RestorePlan, RestorePlan> Planned { get; init; } = plan => plan;

    public static RestoreWave Wave(int number, int chunks, bool hasDefinitions = false) =>
        new(number, $"wave {number}", chunks, chunks * 100, hasDefinitions);

    public static RestoredChunk Restored(ChunkInput input) =>
        new(input.Chunk, AttemptOf(input.Wave, input.Chunk), OutcomeCounts.None with { Created = 100 });

    /// <summary>As long as the real ones: twelve hexadecimal digits.</summary>
    public static string AttemptOf(int wave, int chunk) => $"{wave:x4}{chunk:x8}";

    public FakeActivities Register() => Activities
        .On(RestoreNames.PlanRestore, _ => Planned(Plan(waves)))
        .On(RestoreNames.RestoreChunk, input => Restore(input))
        .On(RestoreNames.CompareChunk, input => Compare(input))
        .On(RestoreNames.RecordRestored, input => Record(input))
        .On(RestoreNames.RecordCompared, _ => true)
        .On(RestoreNames.CountUnservedKinds, input => Unserved(input))
        .On(RestoreNames.FinishRestore, input => Finish?.Invoke(input) ?? SummaryOf(input))
        .On(RestoreNames.FinishComparison, input => new ComparisonSummary(
            input.Spec.Backup, input.Comparison, 0, []))
        .On(RestoreNames.CleanUpRestore, _ => CleanUp());

    public Task<Run> RunAsync() => Run.ToEndAsync(Register(), RestoreNames.Restore, Spec);

    public static RestorePlan Plan(IReadOnlyList<RestoreWave> waves) => new(
        "5e1f00c0ffee", default, Guid.Empty, "green", "v1.32.0", waves, waves.Sum(wave => wave.Objects), OutcomeCounts.None);

    /// <summary>What the records that reached the store come to, as the real activity counts.</summary>
    private RestoreSummary SummaryOf(FinishRestoreInput input) => new(
        input.Spec.Name,
        input.Spec.Backup,
        RestorePhase.Completed,
        OutcomeCounts.None with { Created = 100 * Activities.InputsOf(RestoreNames.RecordRestored).Sum(r => r.Attempts.Count) },
        input.Comparison.Compared,
        input.Comparison.Different,
        0);
}
