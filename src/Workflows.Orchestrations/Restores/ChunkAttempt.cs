namespace Workflows.Orchestrations.Restores;

/// <param name="Chunk">The number of the chunk in its wave.</param>
/// <param name="Attempt">The attempt whose report counts; it is in the report's name.</param>
public sealed record ChunkAttempt(int Chunk, string Attempt);
