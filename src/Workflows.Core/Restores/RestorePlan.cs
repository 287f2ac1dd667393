using Workflows.Core.Volumes;

namespace Workflows.Core.Restores;

/// <summary>What planning a restore found, in numbers; the chunks themselves lie in the store.</summary>
/// <param name="PlanId">The planning attempt whose documents count.</param>
/// <param name="StartedAt">When planning began.</param>
/// <param name="BackupUid">The identity of the backup that was opened.</param>
/// <param name="Context">The kubeconfig's context that the cluster was found by.</param>
/// <param name="ServerVersion">The <c>gitVersion</c> of the cluster restored to.</param>
/// <param name="Waves">The waves in order; each waits for the one before it.</param>
/// <param name="Objects">How many objects will be restored.</param>
/// <param name="NotRestored">Objects decided on while planning: excluded, left to controllers, not served.</param>
public sealed record RestorePlan(
    string PlanId,
    DateTimeOffset StartedAt,
    Guid BackupUid,
    string Context,
    string ServerVersion,
    IReadOnlyList<RestoreWave> Waves,
    int Objects,
    OutcomeCounts NotRestored)
{
    /// <summary>The claims whose data is restored.</summary>
    public VolumePlan Volumes { get; init; } = VolumePlan.None;

    /// <summary>Whether pods that have hooks may come of it.</summary>
    public bool MayHaveHooks { get; init; }

    /// <summary>The wave that creates them: data comes after it and before the next.</summary>
    public int VolumesAfter { get; init; }
}
