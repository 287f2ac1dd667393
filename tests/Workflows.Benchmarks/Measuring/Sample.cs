using System.Diagnostics;

namespace Workflows.Benchmarks.Measuring;

/// <summary>One round of one of the compared things.</summary>
/// <param name="Elapsed">Its time.</param>
/// <param name="ClientCpu">Processor time of this process and of the programs that it ran meanwhile.</param>
/// <param name="ServerCpu">Processor time of the servers watched.</param>
internal sealed record Sample(TimeSpan Elapsed, TimeSpan ClientCpu, TimeSpan ServerCpu)
{
    public static Sample None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    public Sample Plus(Sample other) =>
        new(Elapsed + other.Elapsed, ClientCpu + other.ClientCpu, ServerCpu + other.ServerCpu);

    /// <summary>Measures one run, after the garbage of what ran before is gone.</summary>
    /// <param name="run">What is measured.</param>
    /// <param name="servers">Process ids of the servers that it uses.</param>
    public static async Task<Sample> TakeAsync(Func<Task> run, params int[] servers)
    {
        ArgumentNullException.ThrowIfNull(run);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var client = ProcessorTime.OfThisAndItsChildren();
        var server = ProcessorTime.Of(servers);
        var began = Stopwatch.GetTimestamp();
        await run();
        var elapsed = Stopwatch.GetElapsedTime(began);
        return new(elapsed, ProcessorTime.OfThisAndItsChildren() - client, ProcessorTime.Of(servers) - server);
    }
}
