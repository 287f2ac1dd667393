using Workflows.Archive.Staging;
using Workflows.Core.Backups;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Core.Restores;

namespace Workflows.Activities.Hooks;

/// <summary>The hooks of a backup or restore, and what became of them, in the store's staging area.</summary>
internal sealed class HookDocuments
{
    private readonly StagingArea staging;
    private readonly string folder;

    private HookDocuments(StagingArea staging, string planId)
    {
        this.staging = staging;
        folder = $"hooks-{planId}";
    }

    public static HookDocuments Create(ActivityServices services, BackupSpec spec, string planId) => new(
        StagingArea.ForBackup(
            services.Stores.Get(spec.Store), spec.Name, BackupKeys.SealOf(services, spec.Store, spec.Name, spec.Key)),
        planId);

    public static HookDocuments Create(ActivityServices services, RestoreSpec spec, string planId) => new(
        StagingArea.ForRestore(
            services.Stores.Get(spec.Store), spec.Name, BackupKeys.SealOf(services, spec.Store, spec.Backup, spec.Key)),
        planId);

    public async Task WritePlanAsync(
        IReadOnlyList<PodHooks> pods, IReadOnlyList<Problem> problems, CancellationToken cancellationToken)
    {
        await staging.WriteAsync($"{folder}/pods.json", pods, cancellationToken);
        await staging.WriteAsync($"{folder}/problems.json", problems, cancellationToken);
    }

    public Task<IReadOnlyList<PodHooks>> ReadPodsAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<PodHooks>>($"{folder}/pods.json", cancellationToken);

    public Task<IReadOnlyList<Problem>> ReadProblemsAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<Problem>>($"{folder}/problems.json", cancellationToken);

    /// <summary>What the looks of a restore did not find, told by the last of them.</summary>
    public Task WriteMissingAsync(IReadOnlyList<Problem> missing, CancellationToken cancellationToken) =>
        staging.WriteAsync($"{folder}/missing.json", missing, cancellationToken);

    public Task<IReadOnlyList<Problem>> ReadMissingAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<Problem>>($"{folder}/missing.json", cancellationToken);

    /// <summary>
    /// Keeps the first outcome of a hook: where it ran twice, since nobody knew of the first time, the first is what
    /// was decided by.
    /// </summary>
    public Task<bool> TryWriteOutcomeAsync(int pod, int hook, HookOutcome outcome, CancellationToken cancellationToken) =>
        staging.TryCreateAsync(OutcomeOf(pod, outcome.Moment, hook), outcome, cancellationToken);

    public Task<HookOutcome?> FindOutcomeAsync(int pod, HookMoment moment, int hook, CancellationToken cancellationToken) =>
        staging.FindAsync<HookOutcome>(OutcomeOf(pod, moment, hook), cancellationToken);

    private string OutcomeOf(int pod, HookMoment moment, int hook)
    {
        var name = moment switch
        {
            HookMoment.Pre => "pre",
            HookMoment.Post => "post",
            _ => "restored",
        };
        return $"{folder}/{name}-{pod:D5}-{hook:D2}.json";
    }
}
