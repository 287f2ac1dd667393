using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Chunk">The chunk.</param>
/// <param name="Attempt">The attempt whose report counts; it is in the report's name.</param>
/// <param name="Counts">What became of the chunk's objects.</param>
public sealed record RestoredChunk(int Chunk, string Attempt, OutcomeCounts Counts);
