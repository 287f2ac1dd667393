namespace Workflows.Benchmarks.Measuring;

/// <summary>
/// Runs compared things in turn, A B A B …, so that a machine that is busy for a while is busy for all of them. What
/// is quoted are medians.
/// </summary>
internal sealed class Contest
{
    private readonly Dictionary<string, List<Sample>> samples = new(StringComparer.Ordinal);

    /// <summary>Runs all of them so many times; the order within a round turns, as the first may find caches cold.</summary>
    public static async Task<Contest> RunAsync(
        int rounds, CancellationToken cancellationToken, params (string Name, Func<Task<Sample>> Run)[] contenders)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        var contest = new Contest();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (name, run) = contenders[(i + round) % contenders.Length];
                contest.Add(name, await run());
            }
        }

        return contest;
    }

    /// <summary>Adds a sample that was taken as a part of another.</summary>
    public void Add(string name, Sample sample)
    {
        if (!samples.TryGetValue(name, out var taken))
        {
            samples.Add(name, taken = []);
        }

        taken.Add(sample);
    }

    public double Seconds(string name) => Statistics.Median(Times(name));

    public IReadOnlyList<double> Times(string name) => [.. samples[name].Select(sample => sample.Elapsed.TotalSeconds)];

    public double ClientCpu(string name) =>
        Statistics.Median(samples[name].Select(sample => sample.ClientCpu.TotalSeconds));

    public double ServerCpu(string name) =>
        Statistics.Median(samples[name].Select(sample => sample.ServerCpu.TotalSeconds));

    /// <summary>
    /// The product's time beside a baseline's; the ratio is the median of the rounds' own ratios, since only what ran
    /// side by side met the same machine.
    /// </summary>
    /// <param name="name">The line's name.</param>
    /// <param name="product">The product among the contenders.</param>
    /// <param name="baseline">The baseline.</param>
    /// <param name="objects">How many objects each round worked on, for the cost of one.</param>
    public Measurement Compare(string name, string product, string baseline, int objects) =>
        new(name, Seconds(product), "s")
        {
            Baseline = Seconds(baseline),
            Ratio = Statistics.Median(Times(baseline).Zip(Times(product), (other, ours) => other / ours)),
            ClientCpuPerObject = ClientCpu(product) / objects * 1e6,
            BaselineCpuPerObject = ClientCpu(baseline) / objects * 1e6,
            ServerCpu = ServerCpu(product),
            BaselineServerCpu = ServerCpu(baseline),
            ProcessorRatio = (ClientCpu(baseline) + ServerCpu(baseline)) / (ClientCpu(product) + ServerCpu(product)),
            Samples = Times(product),
            BaselineSamples = Times(baseline),
        };
}
