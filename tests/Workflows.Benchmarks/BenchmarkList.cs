using Workflows.Benchmarks.Capturing;
using Workflows.Benchmarks.Engine;
using Workflows.Benchmarks.Large;
using Workflows.Benchmarks.Restoring;
using Workflows.Benchmarks.Volumes;

namespace Workflows.Benchmarks;

/// <summary>Every benchmark, in the order in which they run.</summary>
internal static class BenchmarkList
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new CaptureBenchmark(),
        new RestoreBenchmark(),
        new LargeBackupBenchmark(),
        new FanOutBenchmark(),
        new VolumeBenchmark(),
    ];
}
