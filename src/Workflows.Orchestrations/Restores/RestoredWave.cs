using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Wave">The number of the wave.</param>
/// <param name="Attempts">For each chunk in order, the attempt whose report counts.</param>
/// <param name="Counts">What became of the wave's objects.</param>
public sealed record RestoredWave(int Wave, IReadOnlyList<string> Attempts, OutcomeCounts Counts);
