using Workflows.Activities.Hooks;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Restores.Planning;

/// <summary>A planned restore before it is stored.</summary>
/// <param name="Waves">The waves in order; none is empty.</param>
/// <param name="Volumes">The PersistentVolumes, by their archived names, that are restored with their storage.</param>
/// <param name="NotRestored">The selected objects that are left out, each with its reason.</param>
internal sealed record RestoreDraft(
    IReadOnlyList<DraftWave> Waves, HashSet<string> Volumes, IReadOnlyList<ObjectOutcome> NotRestored)
{
    /// <summary>The claims whose data is restored.</summary>
    public required IReadOnlyList<PlannedClaim> Claims { get; init; }

    /// <summary>What planning found that the report tells besides what became of objects.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Where the pods of this restore will be.</summary>
    public HookedPods HookedPods(RestoreSpec spec)
    {
        var items = Waves.SelectMany(wave => wave.Chunks).SelectMany(chunk => chunk).Where(item => item.Namespace is not null).ToArray();
        return new(
            [
                .. items
                    .Select(item => spec.NamespaceMappings.GetValueOrDefault(item.Namespace!, item.Namespace!))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
            [.. items.Select(item => item.Resource).Distinct(StringComparer.Ordinal).Where(RestoredWorkloads.Makes)]);
    }
}
