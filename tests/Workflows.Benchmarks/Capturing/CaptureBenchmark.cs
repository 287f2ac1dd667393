using Workflows.Benchmarks.Clusters;
using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;

namespace Workflows.Benchmarks.Capturing;

/// <summary>
/// A whole backup (plan, capture, commit) of 20,000 objects: beside its pages fetched and thrown away, beside
/// kubectl, and beside itself where the same objects lie in 2,500 namespaces.
/// </summary>
internal sealed class CaptureBenchmark : IBenchmark
{
    private const string Few = "few namespaces";
    private const string Many = "many namespaces";
    private const string Raw = "raw pages";
    private const string Kubectl = "kubectl";

    public string Name => "capture";

    public string Summary => "backup of 20,000 objects beside raw pages, beside kubectl get, and in 2,500 namespaces";

    public async Task<IReadOnlyList<Measurement>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var objects = context.Options.Sized(20_000);
        await using var few = await SeededCluster.StartAsync(context, objects, 20, cancellationToken);
        await using var many = await SeededCluster.StartAsync(
            context, objects, context.Options.Sized(2_500), cancellationToken);
        await using var product = await ProductHost.StartAsync(cancellationToken);
        var raw = new RawCapture(few);
        var steps = new List<StepTimes>();
        var number = 0;

        context.Say("warming up");
        for (var i = 0; i < 2; i++)
        {
            await BackUpAsync(few);
            await raw.RunAsync(cancellationToken);
        }

        await BackUpAsync(many);
        steps.Clear();
        context.Say("measuring");
        var contest = await Contest.RunAsync(
            context.RoundsOr(7),
            cancellationToken,
            (Few, () => BackUpAsync(few)),
            (Raw, () => Sample.TakeAsync(() => raw.RunAsync(cancellationToken), few.Plane.Servers)),
            (Many, () => BackUpAsync(many)),
            (Kubectl, () => Sample.TakeAsync(() => KubectlAsync(few, cancellationToken), few.Plane.Servers)));

        return
        [
            (contest.Compare($"{Name}/raw", Few, Raw, objects) with
            {
                Note = $"a whole backup, {raw.Parts} parts, beside their pages thrown away; its steps took, with processor times of client and servers, "
                    + StepTimes.Describe(steps),
            }).Judged(context.Options, Target.Least(0.8)),
            (contest.Compare($"{Name}/kubectl", Few, Kubectl, objects) with
            {
                Note = "beside kubectl get -o json of the same kinds in all namespaces",
            }).Judged(context.Options, Target.Least(5)),
            (contest.Compare($"{Name}/namespaces", Many, Few, objects) with
            {
                Ratio = Statistics.Median(contest.Times(Many).Zip(contest.Times(Few), (of, beside) => of / beside)),
                Note = $"the same objects in {many.Namespaces.Count} namespaces; the ratio is of times, less is better",
            }).Judged(context.Options, Target.Most(2)),
        ];

        Task<Sample> BackUpAsync(SeededCluster cluster) => Sample.TakeAsync(
            async () =>
            {
                var took = await product.BackUpAsync($"b{++number}", cluster.Plane, objects, cancellationToken);
                if (cluster == few)
                {
                    steps.Add(took);
                }
            },
            cluster.Plane.Servers);
    }

    private static Task KubectlAsync(SeededCluster cluster, CancellationToken cancellationToken) => ProgramRun.RunAsync(
        cluster.Plane.Kubectl,
        [
            "--kubeconfig", cluster.Plane.Kubeconfig, "get",
            string.Join(',', SeededObjects.Kinds.Select(kind => kind.GroupResource)), "-A", "-o", "json",
        ],
        environment: null,
        cancellationToken);
}
