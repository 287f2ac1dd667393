using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;
using Workflows.Benchmarks.Volumes.Trees;

namespace Workflows.Benchmarks.Volumes;

/// <summary>Directory trees backed up and restored beside restic: time, memory, and what is stored.</summary>
internal sealed class VolumeBenchmark : IBenchmark
{
    private const double Megabyte = 1e6;

    public string Name => "volumes";

    public string Summary => "small files, larger files and a database backed up and restored, beside restic";

    public async Task<IReadOnlyList<Measurement>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var folder = new TemporaryFolder();
        var workflows = new WorkflowsVolumes(folder);
        var restic = await Restic.FindAsync(folder, cancellationToken);
        var options = context.Options;
        ITree[] trees =
        [
            new FileTree("small", options.Sized(100_000), 4 << 10),
            new FileTree("medium", options.Sized(2_000), 1 << 20),
            new DatabaseTree((long)options.Sized(4_096) << 20),
        ];
        var measurements = new List<Measurement>();
        foreach (var tree in trees)
        {
            context.Say($"measuring {tree.Description}");
            var runs = new VolumeRuns(tree, [workflows, restic], folder);
            await runs.RunAsync(context.RoundsOr(3), cancellationToken);
            measurements.AddRange(Results(runs, tree).Select(result => result.Measurement.Judged(options, result.Target)));
        }

        return measurements;

        IEnumerable<(Measurement Measurement, Target Target)> Results(VolumeRuns runs, ITree tree)
        {
            var line = $"{Name}/{tree.Name}";
            yield return (Time(VolumeStep.First, $"a first backup of {tree.Description}"), Target.Least(1.5));
            yield return (
                Time(VolumeStep.Cold, runs.IsCold ? "the same, read from the disk" : "the same; the kernel could not be made to forget"),
                Target.Least(1.5));
            yield return (Of("memory", Memory(VolumeStep.First), "the most resident memory of the first; less is better"), Target.Most(1));
            yield return (Time(VolumeStep.Second, "after a hundredth changed, a hundredth was added"), Target.Least(1));
            yield return (Of("stored", Stored(VolumeStep.Second), "what the second added to the store; less is better"), Target.Most(1.1));
            yield return (Time(VolumeStep.Empty, "the second restored into an empty directory"), Target.Least(1.5));
            yield return (Time(VolumeStep.Present, "restored again where a hundredth had changed"), Target.Least(1.5));

            Measurement Time(string step, string note) =>
                runs.Contest.Compare($"{line}/{step}", $"{workflows.Name}/{step}", $"{restic.Name}/{step}", 1) with
                {
                    ClientCpuPerObject = null,
                    BaselineCpuPerObject = null,
                    ServerCpu = null,
                    BaselineServerCpu = null,
                    Note = note,
                };

            Measurement Of(string what, (double Ours, double Theirs) bytes, string note) =>
                new($"{line}/{what}", bytes.Ours / Megabyte, "MB")
                {
                    Baseline = bytes.Theirs / Megabyte,
                    Ratio = bytes.Ours / bytes.Theirs,
                    Note = note,
                };

            (double Ours, double Theirs) Memory(string step) =>
                (runs.Memory(workflows.Name, step), runs.Memory(restic.Name, step));

            (double Ours, double Theirs) Stored(string step) =>
                (runs.Stored(workflows.Name, step), runs.Stored(restic.Name, step));
        }
    }
}
