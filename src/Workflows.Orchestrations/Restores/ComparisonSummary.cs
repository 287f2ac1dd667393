using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Backup">The backup that the cluster was held against.</param>
/// <param name="Counts">How many objects were compared, and how many differ.</param>
/// <param name="NotCompared">Objects that a restore would leave out, and why they are not compared.</param>
/// <param name="First">The first differences; the rest is in the document named by <paramref name="Record"/>.</param>
/// <param name="Record">The store's document with all differences; null when there are none.</param>
public sealed record ComparisonSummary(
    string Backup,
    ComparisonCounts Counts,
    int NotCompared,
    IReadOnlyList<ObjectDifference> First,
    string? Record);
