using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <summary>What a comparison found.</summary>
/// <param name="Backup">The backup that the cluster was held against.</param>
/// <param name="Counts">How many objects were compared, and how many differ.</param>
/// <param name="NotCompared">How many objects a restore would leave out, and so were not compared.</param>
/// <param name="First">The first differences, as many as a history entry may hold.</param>
public sealed record ComparisonSummary(
    string Backup, ComparisonCounts Counts, int NotCompared, IReadOnlyList<ObjectDifference> First);
