namespace Workflows.Benchmarks;

/// <summary>The command line makes no sense: what is wrong, in a sentence.</summary>
internal sealed class UsageException(string message) : Exception(message);
