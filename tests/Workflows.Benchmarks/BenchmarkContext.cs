namespace Workflows.Benchmarks;

/// <summary>What a benchmark is given: what was asked for, and where to say what it is doing.</summary>
internal sealed class BenchmarkContext(BenchmarkOptions options, TextWriter log)
{
    public BenchmarkOptions Options { get; } = options;

    /// <summary>Talk goes to stderr: stdout belongs to the table.</summary>
    public void Say(string line) => log.WriteLine($"    {line}");

    public int RoundsOr(int usual) => Options.Rounds ?? usual;
}
