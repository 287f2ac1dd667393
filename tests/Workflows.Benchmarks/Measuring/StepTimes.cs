using System.Diagnostics;

namespace Workflows.Benchmarks.Measuring;

/// <summary>Where the time of a run went, as its orchestration told, each step with its processor times.</summary>
/// <param name="servers">Process ids of the servers that the run uses.</param>
internal sealed class StepTimes(IReadOnlyList<int> servers)
{
    private readonly Dictionary<string, Sample> steps = new(StringComparer.Ordinal);
    private string? current;
    private long began;
    private TimeSpan client;
    private TimeSpan server;

    /// <summary>A step begins, and the one before it is over.</summary>
    /// <param name="step">Its name; null when nothing more comes.</param>
    public void Enter(string? step)
    {
        if (step == current)
        {
            return;
        }

        var clientNow = ProcessorTime.OfThisAndItsChildren();
        var serverNow = ProcessorTime.Of(servers);
        if (current is not null)
        {
            var took = new Sample(Stopwatch.GetElapsedTime(began), clientNow - client, serverNow - server);
            steps[current] = steps.TryGetValue(current, out var before) ? before.Plus(took) : took;
        }

        (current, began, client, server) = (step, Stopwatch.GetTimestamp(), clientNow, serverNow);
    }

    /// <summary>Some steps together.</summary>
    public Sample Of(params IEnumerable<string> names) =>
        names.Select(Find).Aggregate((sum, step) => sum.Plus(step));

    /// <summary>
    /// The median time of each step, with the processor times of client and servers:
    /// <c>planning 0.21 s (0.02 + 0.13), capturing 1.30 s (0.60 + 0.70)</c>.
    /// </summary>
    public static string Describe(IReadOnlyList<StepTimes> runs) => string.Join(
        ", ",
        runs.SelectMany(run => run.steps.Keys).Distinct(StringComparer.Ordinal).Select(step =>
        {
            var samples = runs.Select(run => run.Find(step)).ToArray();
            return $"{step.ToLowerInvariant()} {Median(samples, sample => sample.Elapsed):0.00} s "
                + $"({Median(samples, sample => sample.ClientCpu):0.00} + {Median(samples, sample => sample.ServerCpu):0.00})";
        }));

    private static double Median(Sample[] samples, Func<Sample, TimeSpan> part) =>
        Statistics.Median(samples.Select(sample => part(sample).TotalSeconds));

    private Sample Find(string step) => steps.GetValueOrDefault(step, Sample.None);
}
