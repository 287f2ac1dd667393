using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;
using Workflows.Durable;
using Workflows.Engine;

namespace Workflows.Benchmarks.Engine;

/// <summary>
/// What the engine costs beside the disk. The baseline is never assumed: it is the journal that the engine has just
/// written, appended again to an empty file, batch by batch, each flushed, by a loop that does nothing else.
/// </summary>
internal sealed class FanOutBenchmark : IBenchmark
{
    private const int Activities = 10_000;

    /// <summary>How the product fans out: so many parts of a backup, or chunks of a restore, at once.</summary>
    private const int ProductWindow = 8;

    public string Name => "engine";

    public string Summary => "fan-out of 10,000 no-op activities beside bare flushed appends of the same batches";

    public async Task<IReadOnlyList<Measurement>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var folder = new TemporaryFolder();
        var registry = new DurableRegistry()
            .AddOrchestrator(FanOutOrchestrator.Name, () => new FanOutOrchestrator())
            .AddActivity(NoOpActivity.Name, () => new NoOpActivity());
        await using var host = await EngineHost.StartAsync(
            new EngineOptions { StateDirectory = folder.PathOf("state") }, registry, cancellationToken);
        var runs = new FanOutRuns(host.Client, folder);
        await WarmUpAsync(runs, cancellationToken);

        var count = context.Options.Sized(Activities);
        var results = new List<Measurement>();
        foreach (var (label, window) in ((string, int)[])[("at-once", count), ("window-64", 64), ("window-8", ProductWindow)])
        {
            var measured = await runs.CompareAsync(
                $"{Name}/{label}", new FanOutInput(count, window), context.RoundsOr(5), cancellationToken);
            results.Add(measured.Judged(context.Options, Target.Least(0.5)));
        }

        results.AddRange(await FlatnessAsync(context, runs, cancellationToken));
        return results;
    }

    /// <summary>The cost of an activity in a fan-out of 100, 1,000 and 10,000, in turn.</summary>
    private async Task<IReadOnlyList<Measurement>> FlatnessAsync(
        BenchmarkContext context, FanOutRuns runs, CancellationToken cancellationToken)
    {
        int[] sizes = [context.Options.Sized(100), context.Options.Sized(1_000), context.Options.Sized(Activities)];
        var contest = await Contest.RunAsync(
            context.RoundsOr(9),
            cancellationToken,
            [.. sizes.Select(size => ($"{size}", (Func<Task<Sample>>)(() => runs.RunAsync(new(size, size), cancellationToken))))]);
        var costs = sizes.Select(size => contest.Seconds($"{size}") / size * 1e6).ToArray();
        var processor = sizes.Select(size => contest.ClientCpu($"{size}") / size * 1e6).ToArray();
        return
        [
            .. sizes.Skip(1).Select((size, i) => new Measurement($"{Name}/cost-{size}", costs[i + 1], "µs")
            {
                Baseline = costs[0],
                Ratio = costs[i + 1] / costs[0],
                ClientCpuPerObject = processor[i + 1],
                BaselineCpuPerObject = processor[0],
                Note = $"time of an activity in a fan-out of {size}, all at once, beside one of {sizes[0]}",
            }.Judged(context.Options, Target.Most(1.1))),
        ];
    }

    private static async Task WarmUpAsync(FanOutRuns runs, CancellationToken cancellationToken)
    {
        // Tiered compilation recompiles hot methods in the background after their first thousands of calls.
        for (var i = 0; i < 20; i++)
        {
            await runs.RunAsync(new(5_000, 5_000), cancellationToken);
            await runs.RunAsync(new(500, ProductWindow), cancellationToken);
        }
    }
}
