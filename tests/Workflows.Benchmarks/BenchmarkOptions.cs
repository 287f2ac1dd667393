using System.Globalization;

namespace Workflows.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>Benchmarks to run, by name; empty runs all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Where the results are written as JSON; null writes none.</summary>
    public string? Json { get; init; }

    /// <summary>What every size is multiplied by. Other than 1 no target is judged: targets are about full sizes.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>How often each of the compared things is run; null leaves it to the benchmark.</summary>
    public int? Rounds { get; init; }

    public bool List { get; init; }

    public bool Help { get; init; }

    /// <summary>Whether results are held against the targets.</summary>
    public bool IsFullSize => Scale == 1;

    /// <summary>A size at this scale; at least one.</summary>
    public int Sized(int full) => Math.Max(1, (int)Math.Round(full * Scale));

    /// <exception cref="UsageException">The command line makes no sense.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var options = new BenchmarkOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            options = argument switch
            {
                "--help" or "-h" => options with { Help = true },
                "--list" => options with { List = true },
                "--json" => options with { Json = Value(rest, argument) },
                "--scale" => options with { Scale = Number(rest, argument, 0.0001, 100) },
                "--rounds" => options with { Rounds = (int)Number(rest, argument, 1, 1000) },
                ['-', ..] => throw new UsageException($"There is no option '{argument}'; --help lists them."),
                _ => options with { Names = [.. options.Names, argument] },
            };
        }

        return options;
    }

    private static string Value(Queue<string> rest, string option) =>
        rest.TryDequeue(out var value) ? value : throw new UsageException($"{option} needs a value.");

    private static double Number(Queue<string> rest, string option, double least, double most)
    {
        var text = Value(rest, option);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : throw new UsageException($"{option} is a number from {least} to {most}, not '{text}'.");
    }
}
