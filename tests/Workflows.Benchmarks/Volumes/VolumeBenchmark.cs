using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;
using Workflows.Benchmarks.Volumes.Trees;

namespace Workflows.Benchmarks.Volumes;

/// <summary>Directory trees backed up and restored beside restic: time, memory, and what is stored.</summary>
internal sealed class VolumeBenchmark : IBenchmark
{
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
            measurements.AddRange(new VolumeResults(runs, $"{Name}/{tree.Name}", workflows.Name, restic.Name)
                .Judged(options, $"a first backup of {tree.Description}"));
        }

        context.Say("measuring eight volumes at once and in turn");
        measurements.Add(await new EightVolumes(context, workflows, folder).RunAsync(cancellationToken));
        return measurements;
    }
}
