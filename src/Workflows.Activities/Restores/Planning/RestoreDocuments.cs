using Workflows.Archive.Staging;
using Workflows.Core.Errors;
using Workflows.Core.Restores;

namespace Workflows.Activities.Restores.Planning;

/// <summary>The documents of one planned restore in the store's staging area, and where each lies.</summary>
internal sealed class RestoreDocuments
{
    private const string OwnerName = "owner.json";

    private readonly StagingArea staging;

    private readonly StagingArea claims;

    private RestoreDocuments(StagingArea staging, StagingArea claims, string planId)
    {
        this.staging = staging;
        this.claims = claims;
        PlanId = planId;
    }

    public string PlanId { get; }

    public static RestoreDocuments Create(ActivityServices services, RestoreSpec spec, string planId) =>
        new(
            StagingArea.ForRestore(
                services.Stores.Get(spec.Store), spec.Name, BackupKeys.SealOf(services, spec.Store, spec.Backup, spec.Key)),
            StagingArea.ForRestore(services.Stores.Get(spec.Store), spec.Name),
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

    public Task WritePlannedAsync(IReadOnlyList<ObjectOutcome> outcomes, CancellationToken cancellationToken) =>
        staging.WriteAsync($"{PlanId}/planned.json", outcomes, cancellationToken);

    public Task<IReadOnlyList<ObjectOutcome>> ReadPlannedAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<ObjectOutcome>>($"{PlanId}/planned.json", cancellationToken);

    public Task WriteOutcomesAsync(
        int wave, int chunk, string attempt, IReadOnlyList<ObjectOutcome> outcomes, CancellationToken cancellationToken) =>
        staging.WriteAsync(OutcomesName(wave, chunk, attempt), outcomes, cancellationToken);

    public Task<IReadOnlyList<ObjectOutcome>> ReadOutcomesAsync(
        int wave, int chunk, string attempt, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<ObjectOutcome>>(OutcomesName(wave, chunk, attempt), cancellationToken);

    /// <param name="attempt">
    /// The comparing attempt, by which its differences are read: every chunk may have some, and a history entry holds
    /// the names of all, so that they must be short.
    /// </param>
    /// <param name="differences">What it found.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task WriteDifferencesAsync(
        string attempt, IReadOnlyList<ObjectDifference> differences, CancellationToken cancellationToken) =>
        staging.WriteAsync(DifferencesName(attempt), differences, cancellationToken);

    public Task<IReadOnlyList<ObjectDifference>> ReadDifferencesAsync(
        string attempt, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<ObjectDifference>>(DifferencesName(attempt), cancellationToken);

    /// <summary>Takes the restore's name in the store; the same run may take it again.</summary>
    /// <exception cref="WorkflowsException">Another run holds it: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task TakeNameAsync(string owner, CancellationToken cancellationToken)
    {
        if (!await claims.TryCreateAsync(OwnerName, owner, cancellationToken)
            && !await IsHeldByAsync(owner, cancellationToken))
        {
            throw new WorkflowsException(
                ErrorKind.Conflict,
                $"Another run holds the restore's name: {await claims.FindAsync<string>(OwnerName, cancellationToken)}. "
                + "Choose another name, or let that run end.");
        }
    }

    public async Task<bool> IsHeldByAsync(string owner, CancellationToken cancellationToken) =>
        await claims.FindAsync<string>(OwnerName, cancellationToken) == owner;

    /// <summary>Removes everything staged for this restore, whichever attempt wrote it.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) => staging.ClearAsync(cancellationToken);

    private string DifferencesName(string attempt) => $"{PlanId}/differences-{attempt}.json";

    private string ChunkName(int wave, int chunk) => $"{PlanId}/chunk-{wave:D2}-{chunk:D5}.json";

    private string OutcomesName(int wave, int chunk, string attempt) =>
        $"{PlanId}/outcomes-{wave:D2}-{chunk:D5}-{attempt}.json";
}
