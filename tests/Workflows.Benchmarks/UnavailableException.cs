namespace Workflows.Benchmarks;

/// <summary>This machine lacks what a benchmark needs: the benchmark is skipped, and the reason is said.</summary>
internal sealed class UnavailableException(string message) : Exception(message);
