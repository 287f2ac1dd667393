using Workflows.Benchmarks.Clusters;
using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;

namespace Workflows.Benchmarks.Restoring;

/// <summary>
/// A restore of 10,000 objects, each time into a cluster that has just been started: beside the same bodies posted
/// with the concurrency that the server likes best, and beside kubectl.
/// </summary>
internal sealed class RestoreBenchmark : IBenchmark
{
    private const string Applied = "restore until everything is created";
    private const string Whole = "whole restore";
    private const string Raw = "raw posts";
    private const string Kubectl = "kubectl";

    private static readonly int[] Concurrencies = [8, 16, 32, 64];

    public string Name => "restore";

    public string Summary => "restore of 10,000 objects into an empty cluster beside raw posts and kubectl create -f";

    public async Task<IReadOnlyList<Measurement>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var objects = context.Options.Sized(10_000);
        await using var product = await ProductHost.StartAsync(cancellationToken);
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("objects.json");
        RestoredBodies bodies;
        await using (var source = await SeededCluster.StartAsync(context, objects, 20, cancellationToken))
        {
            await product.BackUpAsync("source", source.Plane, objects, cancellationToken);
            bodies = await RestoredBodies.ReadAsync(source, cancellationToken);
        }

        await bodies.WriteListAsync(file, cancellationToken);
        var concurrency = await FindBestConcurrencyAsync(context, bodies, cancellationToken);
        var steps = new List<StepTimes>();
        var applied = new List<Sample>();
        var number = 0;
        context.Say("warming up");
        await RestoreAsync();
        steps.Clear();
        applied.Clear();
        context.Say("measuring");
        var contest = await Contest.RunAsync(
            context.RoundsOr(3),
            cancellationToken,
            (Whole, RestoreAsync),
            (Raw, () => InEmptyClusterAsync(async plane =>
            {
                using var api = RawApi.Open(plane.Kubeconfig);
                await bodies.PostAsync(api, concurrency, cancellationToken);
            })),
            (Kubectl, () => InEmptyClusterAsync(plane => ProgramRun.RunAsync(
                plane.Kubectl,
                ["--kubeconfig", plane.Kubeconfig, "create", "-f", file],
                environment: null,
                cancellationToken))));
        applied.ForEach(sample => contest.Add(Applied, sample));

        return Results(context, contest, objects, concurrency, steps);

        Task<Sample> InEmptyClusterAsync(Func<ControlPlane, Task> run) => EmptyCluster.MeasureAsync(run, cancellationToken);

        async Task<Sample> RestoreAsync()
        {
            var sample = await InEmptyClusterAsync(async plane => steps.Add(await product.RestoreAsync(
                $"r{++number}", "source", plane, objects, cancellationToken)));
            applied.Add(steps[^1].Of("Planning", "Restoring"));
            return sample;
        }
    }

    private IReadOnlyList<Measurement> Results(
        BenchmarkContext context,
        Contest contest,
        int objects,
        int concurrency,
        IReadOnlyList<StepTimes> steps) =>
    [
        (contest.Compare($"{Name}/raw", Applied, Raw, objects) with
        {
            Note = $"until the last object is created, beside {concurrency} posts at once; its steps took, with processor times of client and servers, "
                + $"{StepTimes.Describe(steps)}",
        }).Judged(context.Options, Target.Least(0.8)),
        contest.Compare($"{Name}/raw-whole", Whole, Raw, objects) with
        {
            Note = "with the comparison of every object and the report, which posting has nothing of; not judged",
        },
        (contest.Compare($"{Name}/kubectl", Whole, Kubectl, objects) with
        {
            Note = "the whole restore beside kubectl create -f of one file",
        }).Judged(context.Options, Target.Least(2)),
    ];

    /// <summary>Tries some, each on an empty cluster with a part of the objects.</summary>
    private static async Task<int> FindBestConcurrencyAsync(
        BenchmarkContext context, RestoredBodies bodies, CancellationToken cancellationToken)
    {
        var part = bodies.Part(Math.Max(1, bodies.Objects.Count / 5));
        var times = new Dictionary<int, double>();
        foreach (var concurrency in Concurrencies)
        {
            var sample = await EmptyCluster.MeasureAsync(
                async plane =>
                {
                    using var api = RawApi.Open(plane.Kubeconfig);
                    await part.PostAsync(api, concurrency, cancellationToken);
                },
                cancellationToken);
            times.Add(concurrency, sample.Elapsed.TotalSeconds);
        }

        context.Say("raw posts at once: " + string.Join(
            ", ", times.Select(time => $"{time.Key} make {part.Objects.Count / time.Value:0}/s")));
        return times.MinBy(time => time.Value).Key;
    }
}
