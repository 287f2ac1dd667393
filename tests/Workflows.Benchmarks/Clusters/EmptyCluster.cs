using Workflows.Benchmarks.Measuring;

namespace Workflows.Benchmarks.Clusters;

/// <summary>Measures what is done to a cluster that has just been started, and ends it.</summary>
internal static class EmptyCluster
{
    public static async Task<Sample> MeasureAsync(Func<ControlPlane, Task> run, CancellationToken cancellationToken)
    {
        await using var plane = await ControlPlane.StartAsync(cancellationToken);
        return await Sample.TakeAsync(() => run(plane), plane.Servers);
    }
}
