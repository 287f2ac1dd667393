using Workflows.Benchmarks.Clusters;
using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;

namespace Workflows.Benchmarks.Large;

/// <summary>
/// Backups of 100,000 objects by the command line, a process each: their memory and time beside those of 10,000
/// objects, and beside a backup that is killed at half and resumed.
/// </summary>
internal sealed class LargeBackupBenchmark : IBenchmark
{
    private const string Fixed = "next to nothing";
    private const string Small = "10,000 objects";
    private const string Big = "100,000 objects";
    private const string Killed = "killed at half, resumed";
    private const double Megabyte = 1e6;

    public string Name => "large";

    public string Summary => "backup of 100,000 objects: memory, time beside 10,000 objects, and a kill at half";

    public async Task<IReadOnlyList<Measurement>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (few, many) = (context.Options.Sized(10_000), context.Options.Sized(100_000));
        await using var small = await SeededCluster.StartAsync(context, few, 20, cancellationToken);
        await using var big = await SeededCluster.StartAsync(context, many, 100, cancellationToken);
        using var folder = new TemporaryFolder();
        var runs = new LargeBackupRuns(new WorkflowsCommand(folder), cancellationToken);
        var idle = await runs.IdleMemoryAsync();
        context.Say("measuring");
        var contest = await Contest.RunAsync(
            context.RoundsOr(3),
            cancellationToken,
            (Fixed, () => runs.BackUpAsync(Fixed, small, "--include-namespaces", "default")),
            (Small, () => runs.BackUpAsync(Small, small)),
            (Big, () => runs.BackUpAsync(Big, big)),
            (Killed, () => runs.KillAndResumeAsync(big)));

        var (smallPeak, bigPeak) = (Above(runs, Small, idle), Above(runs, Big, idle));
        var fixedTime = contest.Seconds(Fixed);
        var linear = (contest.Seconds(Big) - fixedTime) / (contest.Seconds(Small) - fixedTime) / ((double)many / few);
        return
        [
            new Measurement($"{Name}/memory", bigPeak, "MB")
            {
                Note = $"most resident memory above an idle process's {idle / Megabyte:0} MB",
            }.Judged(context.Options, Target.Most(200)),
            new Measurement($"{Name}/memory-flat", bigPeak, "MB")
            {
                Baseline = smallPeak,
                Ratio = bigPeak / smallPeak,
                Note = $"the same beside that of {few} objects; flat is taken as at most a quarter more",
            }.Judged(context.Options, Target.Most(1.25)),
            (contest.Compare($"{Name}/linear", Big, Small, many) with
            {
                Ratio = linear,
                BaselineCpuPerObject = contest.ClientCpu(Small) / few * 1e6,
                Note = $"time of an object in {many} beside one in {few}, less the {fixedTime:0.00} s of a backup of "
                    + "next to nothing; less is better",
            }).Judged(context.Options, Target.Most(1.1)),
            (contest.Compare($"{Name}/kill", Killed, Big, many) with
            {
                Ratio = Statistics.Median(contest.Times(Killed).Zip(contest.Times(Big), (of, beside) => of / beside)),
                Note = $"killed when {Statistics.Median(runs.KilledAt):P0} were captured; less is better",
            }).Judged(context.Options, Target.Most(1.15)),
        ];
    }

    private static double Above(LargeBackupRuns runs, string name, long idle) =>
        (Statistics.Median(runs.PeakMemory(name)) - idle) / Megabyte;
}
