namespace Workflows.Benchmarks.Measuring;

/// <summary>One line of the result.</summary>
/// <param name="Name">The benchmark, then what of it: <c>capture/raw</c>.</param>
/// <param name="Value">What was measured of the product: a median where there were several rounds.</param>
/// <param name="Unit">Of the value and of the baseline.</param>
internal sealed record Measurement(string Name, double Value, string Unit)
{
    /// <summary>The same of what it is compared with.</summary>
    public double? Baseline { get; init; }

    /// <summary>What is held against the target; above 1 the product is the better one unless the note says otherwise.</summary>
    public double? Ratio { get; init; }

    public Target? Target { get; init; }

    /// <summary>Whether the target is met; null where there is none, or the sizes were not the full ones.</summary>
    public bool? Met { get; init; }

    /// <summary>What exactly was compared.</summary>
    public string? Note { get; init; }

    /// <summary>Processor time of the product per object, in microseconds.</summary>
    public double? ClientCpuPerObject { get; init; }

    /// <summary>Processor time of what it is compared with, per object, in microseconds.</summary>
    public double? BaselineCpuPerObject { get; init; }

    /// <summary>Processor time that the API server and etcd used while the product was measured, in seconds.</summary>
    public double? ServerCpu { get; init; }

    /// <summary>Processor time that they used while the baseline was measured, in seconds.</summary>
    public double? BaselineServerCpu { get; init; }

    /// <summary>
    /// Processor time of client and servers together, the baseline's through the product's: the ratio of times that
    /// would come out where processors are all that counts, as on a machine that runs client and servers on two
    /// cores. It hardly feels what else the machine does.
    /// </summary>
    public double? ProcessorRatio { get; init; }

    /// <summary>The product's single rounds, in order.</summary>
    public IReadOnlyList<double>? Samples { get; init; }

    /// <summary>The baseline's single rounds, in order; round n of both ran next to each other.</summary>
    public IReadOnlyList<double>? BaselineSamples { get; init; }

    /// <summary>Holds the ratio (or the value, where there is none) against the target.</summary>
    public Measurement Judged(BenchmarkOptions options, Target target)
    {
        ArgumentNullException.ThrowIfNull(options);
        return this with { Target = target, Met = options.IsFullSize ? target.IsMetBy(Ratio ?? Value) : null };
    }
}
