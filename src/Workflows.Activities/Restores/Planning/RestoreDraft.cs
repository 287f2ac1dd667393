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
}
