namespace Workflows.Orchestrations.Restores;

/// <param name="Record">The comparing attempt whose document holds the chunk's differences; null when it has none.</param>
/// <param name="Counts">How many objects were compared, and how many differ.</param>
public sealed record ComparedChunk(string? Record, ComparisonCounts Counts);
