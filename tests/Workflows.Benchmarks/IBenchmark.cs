using Workflows.Benchmarks.Measuring;

namespace Workflows.Benchmarks;

/// <summary>One comparison, or several that share what has to be brought up for them.</summary>
internal interface IBenchmark
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>What is compared with what, in one line.</summary>
    string Summary { get; }

    /// <summary>Brings up what it needs, measures, and takes down what it brought up.</summary>
    /// <exception cref="UnavailableException">What it needs can't be had on this machine.</exception>
    Task<IReadOnlyList<Measurement>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken);
}
