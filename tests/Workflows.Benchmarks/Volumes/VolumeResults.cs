using System.Globalization;
using Workflows.Benchmarks.Measuring;

namespace Workflows.Benchmarks.Volumes;

/// <summary>What is made of the runs of one tree.</summary>
/// <param name="runs">The runs.</param>
/// <param name="line">What the lines' names begin with.</param>
/// <param name="product">The product's name among the tools.</param>
/// <param name="other">The name of what it is compared with.</param>
internal sealed class VolumeResults(VolumeRuns runs, string line, string product, string other)
{
    private const double Megabyte = 1e6;

    /// <param name="options">Say whether targets are judged.</param>
    /// <param name="first">What the first step was.</param>
    public IEnumerable<Measurement> Judged(BenchmarkOptions options, string first) =>
    [
        Time(VolumeStep.First, first).Judged(options, Target.Least(1.5)),
        Time(VolumeStep.Cold, runs.IsCold ? "the same, read from the disk" : "the same; the kernel could not be made to forget")
            .Judged(options, Target.Least(1.5)),
        Bytes("memory", runs.Memory, VolumeStep.First, "the most resident memory of the first; less is better")
            .Judged(options, Target.Most(1)),
        Time(VolumeStep.Second, "after a hundredth changed, a hundredth was added").Judged(options, Target.Least(1)),
        Bytes("stored", runs.Stored, VolumeStep.Second, "what the second added to the store; less is better")
            .Judged(options, Target.Most(1.1)),
        Time(VolumeStep.Empty, string.Create(
                CultureInfo.InvariantCulture,
                $"the second restored into an empty directory; cp of the same and a flush take {runs.CopySeconds:0.00} s"))
            .Judged(options, Target.Least(1.5)),
        Time(VolumeStep.Present, "restored again where a hundredth had changed").Judged(options, Target.Least(1.5)),
    ];

    private Measurement Time(string step, string note) =>
        runs.Contest.Compare($"{line}/{step}", $"{product}/{step}", $"{other}/{step}", 1) with
        {
            ClientCpuPerObject = null,
            BaselineCpuPerObject = null,
            ServerCpu = null,
            BaselineServerCpu = null,
            Note = note,
        };

    private Measurement Bytes(string what, Func<string, string, double> of, string step, string note)
    {
        var (ours, theirs) = (of(product, step), of(other, step));
        return new($"{line}/{what}", ours / Megabyte, "MB")
        {
            Baseline = theirs / Megabyte,
            Ratio = ours / theirs,
            Note = note,
        };
    }
}
