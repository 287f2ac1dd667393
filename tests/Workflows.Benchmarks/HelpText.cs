namespace Workflows.Benchmarks;

internal static class HelpText
{
    public static string List => string.Join(
        '\n', BenchmarkList.All.Select(benchmark => $"  {benchmark.Name,-12}{benchmark.Summary}"));

    public static string Full => $"""
        Measures Workflows beside what it can be compared with, and holds the ratios against the targets.

        usage: dotnet run -c Release --project tests/Workflows.Benchmarks -- [NAME...] [options]

          NAME          only these benchmarks (all, if none is named)
          --json FILE   write the results as a JSON array too
          --scale X     multiply every size by X, for a quick look; no target is judged then
          --rounds N    run each of the compared things N times
          --list        name the benchmarks
          --help        this page

        {List}

        What a benchmark needs it starts itself (infra/local/control-plane.sh) or fetches (restic), and stops again. Exit codes: 0 measured
        (whether or not targets are met), 1 something could not be measured, 2 usage.
        """;
}
