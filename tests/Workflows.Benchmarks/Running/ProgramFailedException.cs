namespace Workflows.Benchmarks.Running;

/// <summary>A program that a benchmark needs ended with an error.</summary>
internal sealed class ProgramFailedException(string line, int exitCode, string said)
    : Exception($"'{line}' ended with exit code {exitCode}: {said.Trim()}")
{
    public int ExitCode { get; } = exitCode;

    public string Said { get; } = said.Trim();
}
