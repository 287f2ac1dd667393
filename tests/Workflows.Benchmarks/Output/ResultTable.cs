using System.Globalization;
using Spectre.Console;
using Workflows.Benchmarks.Measuring;

namespace Workflows.Benchmarks.Output;

/// <summary>The results for people.</summary>
internal static class ResultTable
{
    /// <summary>Where output is no terminal it would be cut to 80 columns.</summary>
    private const int LeastWidth = 140;

    public static void Write(IAnsiConsole console, IReadOnlyList<Measurement> measurements)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(measurements);
        console.Profile.Width = Math.Max(console.Profile.Width, LeastWidth);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("benchmark") { NoWrap = true });
        foreach (var column in (string[])["value", "baseline", "ratio", "target", "met", "CPU/object", "baseline", "server CPU", "baseline", "CPU ratio"])
        {
            table.AddColumn(new TableColumn(column) { Alignment = Justify.Right, NoWrap = true });
        }

        foreach (var line in measurements)
        {
            table.AddRow(
                Markup.Escape(line.Name),
                $"{Number(line.Value)} {line.Unit}",
                line.Baseline is null ? "" : $"{Number(line.Baseline)} {line.Unit}",
                Number(line.Ratio),
                line.Target?.ToString() ?? "",
                line.Met switch { true => "[green]yes[/]", false => "[red]no[/]", null => "" },
                Micros(line.ClientCpuPerObject),
                Micros(line.BaselineCpuPerObject),
                line.ServerCpu is > 0 ? $"{Number(line.ServerCpu)} s" : "",
                line.BaselineServerCpu is > 0 ? $"{Number(line.BaselineServerCpu)} s" : "",
                Number(line.ProcessorRatio));
        }

        console.Write(table);
        foreach (var line in measurements.Where(line => line.Note is not null))
        {
            console.WriteLine($"{line.Name}: {line.Note}");
        }
    }

    private static string Micros(double? value) => value is null ? "" : $"{Number(value)} µs";

    /// <summary>Three digits that matter.</summary>
    private static string Number(double? value) => value switch
    {
        null => "",
        >= 100 or <= -100 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 or <= -10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 or <= -1 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.0000", CultureInfo.InvariantCulture),
    };
}
