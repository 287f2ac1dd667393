using System.Globalization;
using System.Runtime.CompilerServices;
using Workflows.Archive.Staging;
using Workflows.Core.Errors;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores.Planning;

/// <summary>The documents of one planned restore in the store's staging area, and where each lies.</summary>
internal sealed class RestoreDocuments
{
    private const string Restored = "restored-";

    private const string Compared = "compared-";

    private readonly StagingArea staging;

    private RestoreDocuments(StagingArea staging, string planId)
    {
        this.staging = staging;
        PlanId = planId;
    }

    public string PlanId { get; }

    public static RestoreDocuments Create(ActivityServices services, RestoreSpec spec, string planId) =>
        new(
            StagingArea.ForRestore(
                services.Stores.Get(spec.Store), spec.Name, BackupKeys.SealOf(services, spec.Store, spec.Backup, spec.Key)),
            planId);

    public Task WriteChunkAsync(
        int wave, int chunk, IReadOnlyList<ChunkItem> items, CancellationToken cancellationToken) =>
        staging.WriteAsync(ChunkName(wave, chunk), items, cancellationToken);

    public Task<IReadOnlyList<ChunkItem>> ReadChunkAsync(int wave, int chunk, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<ChunkItem>>(ChunkName(wave, chunk), cancellationToken);

    public Task WriteVolumesAsync(HashSet<string> volumes, CancellationToken cancellationToken) =>
        staging.WriteAsync($"{PlanId}/volumes.json", volumes, cancellationToken);

    public Task<HashSet<string>> ReadVolumesAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<HashSet<string>>($"{PlanId}/volumes.json", cancellationToken);

    public Task WriteSourcesAsync(IReadOnlyList<ClaimSource> sources, CancellationToken cancellationToken) =>
        staging.WriteAsync($"{PlanId}/sources.json", sources, cancellationToken);

    /// <summary>What claims are filled from, by their names where they are restored to.</summary>
    public async Task<IReadOnlyDictionary<ClaimName, ClaimSource>> ReadSourcesAsync(CancellationToken cancellationToken) =>
        (await staging.ReadAsync<IReadOnlyList<ClaimSource>>($"{PlanId}/sources.json", cancellationToken))
        .ToDictionary(source => source.Claim);

    public Task WriteHookedPodsAsync(HookedPods pods, CancellationToken cancellationToken) =>
        staging.WriteAsync($"{PlanId}/hooked-pods.json", pods, cancellationToken);

    public Task<HookedPods> ReadHookedPodsAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<HookedPods>($"{PlanId}/hooked-pods.json", cancellationToken);

    public Task WritePlannedAsync(IReadOnlyList<ObjectOutcome> outcomes, CancellationToken cancellationToken) =>
        staging.WriteAsync($"{PlanId}/planned.json", outcomes, cancellationToken);

    public Task<IReadOnlyList<ObjectOutcome>> ReadPlannedAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<ObjectOutcome>>($"{PlanId}/planned.json", cancellationToken);

    /// <summary>Stores what planning found for the report to tell, if there is anything.</summary>
    public Task WriteProblemsAsync(IReadOnlyList<Problem> problems, CancellationToken cancellationToken) =>
        problems.Count == 0
            ? Task.CompletedTask
            : staging.WriteAsync($"{PlanId}/problems.json", problems, cancellationToken);

    public async Task<IReadOnlyList<Problem>> ReadProblemsAsync(CancellationToken cancellationToken) =>
        await staging.FindAsync<IReadOnlyList<Problem>>($"{PlanId}/problems.json", cancellationToken) ?? [];

    public Task WriteOutcomesAsync(
        int wave, int chunk, string attempt, IReadOnlyList<ObjectOutcome> outcomes, CancellationToken cancellationToken) =>
        staging.WriteAsync(OutcomesName(wave, chunk, attempt), outcomes, cancellationToken);

    public Task<IReadOnlyList<ObjectOutcome>> ReadOutcomesAsync(
        int wave, int chunk, string attempt, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<ObjectOutcome>>(OutcomesName(wave, chunk, attempt), cancellationToken);

    public Task WriteDifferencesAsync(
        int wave,
        int chunk,
        string attempt,
        IReadOnlyList<ObjectDifference> differences,
        CancellationToken cancellationToken) =>
        staging.WriteAsync(DifferencesName(wave, chunk, attempt), differences, cancellationToken);

    /// <summary>Stores the chunks of a group that were restored, each with the attempt that counts.</summary>
    public Task WriteRestoredAsync(
        int wave, int group, IReadOnlyList<ChunkAttempt> attempts, CancellationToken cancellationToken) =>
        staging.WriteAsync(RestoredName(wave, group), attempts, cancellationToken);

    /// <summary>Stores the chunks of a group that differ, each with the attempt that found it.</summary>
    public Task WriteComparedAsync(
        int wave, int group, IReadOnlyList<ChunkAttempt> attempts, CancellationToken cancellationToken) =>
        staging.WriteAsync($"{PlanId}/{Compared}{wave:D2}-{group:D4}.json", attempts, cancellationToken);

    /// <summary>The restoring attempt of a chunk that counts.</summary>
    /// <exception cref="WorkflowsException">The group's record does not name the chunk.</exception>
    public async Task<string> ReadRestoredAttemptAsync(
        int wave, int group, int chunk, CancellationToken cancellationToken)
    {
        var attempts = await staging.ReadAsync<IReadOnlyList<ChunkAttempt>>(
            RestoredName(wave, group), cancellationToken);
        return attempts.FirstOrDefault(attempt => attempt.Chunk == chunk)?.Attempt
            ?? throw new WorkflowsException(
                ErrorKind.Damaged,
                $"The record of what was restored in wave {wave} lacks chunk {chunk}. Restore again, under another name.");
    }

    /// <summary>What became of the objects, as far as groups have a record, in the order of the plan.</summary>
    public IAsyncEnumerable<IReadOnlyList<ObjectOutcome>> ReadRestoredAsync(CancellationToken cancellationToken) =>
        ReadRecordedAsync<ObjectOutcome>(Restored, OutcomesName, cancellationToken);

    /// <summary>What differs, as far as groups have a record, in the order of the plan.</summary>
    public IAsyncEnumerable<IReadOnlyList<ObjectDifference>> ReadComparedAsync(CancellationToken cancellationToken) =>
        ReadRecordedAsync<ObjectDifference>(Compared, DifferencesName, cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<T>> ReadRecordedAsync<T>(
        string start,
        Func<int, int, string, string> nameOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in staging.ListAsync($"{PlanId}/{start}", cancellationToken))
        {
            var wave = WaveOf(record[(PlanId.Length + 1 + start.Length)..]);
            var attempts = await staging.ReadAsync<IReadOnlyList<ChunkAttempt>>(record, cancellationToken);
            foreach (var attempt in attempts)
            {
                yield return await staging.ReadAsync<IReadOnlyList<T>>(
                    nameOf(wave, attempt.Chunk, attempt.Attempt), cancellationToken);
            }
        }
    }

    /// <summary>The wave of a record <c>WW-GGGG.json</c>.</summary>
    private static int WaveOf(string record) =>
        int.Parse(record.AsSpan(0, record.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    private string RestoredName(int wave, int group) => $"{PlanId}/{Restored}{wave:D2}-{group:D4}.json";

    private string DifferencesName(int wave, int chunk, string attempt) =>
        $"{PlanId}/differences-{wave:D2}-{chunk:D5}-{attempt}.json";

    private string ChunkName(int wave, int chunk) => $"{PlanId}/chunk-{wave:D2}-{chunk:D5}.json";

    private string OutcomesName(int wave, int chunk, string attempt) =>
        $"{PlanId}/outcomes-{wave:D2}-{chunk:D5}-{attempt}.json";
}
