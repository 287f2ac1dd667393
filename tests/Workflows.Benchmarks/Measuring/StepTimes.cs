namespace Workflows.Benchmarks.Measuring;

/// <summary>Where the time of a run went, as its orchestration told.</summary>
internal static class StepTimes
{
    /// <summary>The median time of each step: <c>planning 0.21 s, capturing 1.30 s</c>.</summary>
    public static string Describe(IReadOnlyList<IReadOnlyDictionary<string, double>> runs) => string.Join(
        ", ",
        runs.SelectMany(run => run.Keys).Distinct(StringComparer.Ordinal).Select(step =>
            $"{step.ToLowerInvariant()} {Statistics.Median(runs.Select(run => run.GetValueOrDefault(step))):0.00} s"));
}
