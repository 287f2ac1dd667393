using Workflows.Archive.Staging;
using Workflows.Core.Hooks;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>What a run that moves volumes leaves in the staging area while it is at work, and where each lies.</summary>
internal sealed class VolumeDocuments
{
    private readonly StagingArea staging;
    private readonly string stopped;

    private VolumeDocuments(StagingArea staging, Guid run)
    {
        this.staging = staging;
        stopped = $"stopped-{run:N}.json";
    }

    public static VolumeDocuments Create(ActivityServices services, VolumeRun run)
    {
        var store = services.Stores.Get(run.Store);
        var seal = BackupKeys.SealOf(services, run.Store, run.Backup, run.Key);
        return new(
            run.Restore is { } restore
                ? StagingArea.ForRestore(store, restore, seal)
                : StagingArea.ForBackup(store, run.Backup, seal),
            run.Uid);
    }

    /// <summary>Writes the claims of a plan, in groups.</summary>
    public async Task<VolumePlan> WritePlanAsync(
        string planId, IReadOnlyList<PlannedClaim> claims, CancellationToken cancellationToken)
    {
        var groups = claims.Chunk(VolumePlan.MaxGroup).ToArray();
        for (var group = 0; group < groups.Length; group++)
        {
            await staging.WriteAsync($"{planId}/claims-{group:D4}.json", groups[group], cancellationToken);
        }

        return new(planId, claims.Count, groups.Length);
    }

    /// <summary>The same, in the order that hooks ask for, with who may go on within each group.</summary>
    public async Task<VolumePlan> WritePlanAsync(string planId, HookedClaims claims, CancellationToken cancellationToken)
    {
        var plan = await WritePlanAsync(planId, claims.InOrder, cancellationToken);
        var releases = claims.ReleasesOf([.. claims.InOrder.Chunk(VolumePlan.MaxGroup)]);
        for (var group = 0; group < plan.Groups; group++)
        {
            await staging.WriteAsync(ReleasesName(planId, group), releases[group], cancellationToken);
        }

        return plan;
    }

    public Task<IReadOnlyList<HookRelease>> ReadReleasesAsync(
        string planId, int group, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<HookRelease>>(ReleasesName(planId, group), cancellationToken);

    public Task<IReadOnlyList<PlannedClaim>> ReadClaimsAsync(
        string planId, int group, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<PlannedClaim>>($"{planId}/claims-{group:D4}.json", cancellationToken);

    public Task WriteOutcomesAsync(
        string planId, int group, IReadOnlyList<ClaimOutcome> outcomes, CancellationToken cancellationToken) =>
        staging.WriteAsync(OutcomesName(planId, group), outcomes, cancellationToken);

    /// <summary>What became of the claims of the groups that have a record, in their order.</summary>
    public async Task<IReadOnlyList<ClaimOutcome>> ReadOutcomesAsync(
        string planId, int groups, CancellationToken cancellationToken)
    {
        var outcomes = new List<ClaimOutcome>();
        for (var group = 0; group < groups; group++)
        {
            outcomes.AddRange(await staging.ReadAsync<IReadOnlyList<ClaimOutcome>>(
                OutcomesName(planId, group), cancellationToken));
        }

        return outcomes;
    }

    /// <summary>Says that the run starts no mover any more.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        staging.WriteAsync(stopped, Array.Empty<string>(), cancellationToken);

    public async Task<bool> IsStoppedAsync(CancellationToken cancellationToken) =>
        await staging.FindAsync<string[]>(stopped, cancellationToken) is not null;

    private static string ReleasesName(string planId, int group) => $"{planId}/releases-{group:D4}.json";

    private static string OutcomesName(string planId, int group) => $"{planId}/moved-{group:D4}.json";
}
