using System.Text.Json;
using Workflows.Cli.Output;
using Workflows.Cli.Running.Progress;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Progress;

public sealed class ProgressTests : IDisposable
{
    private static readonly ProgressSnapshot Capturing = new("Capturing")
    {
        Parts = 40, PartsDone = 12, ObjectsExpected = 9_800, Objects = 3_412, Bytes = 1_234_567,
    };

    private readonly CliHarness cli = new();
    private readonly ManualTime time = new();
    private readonly StringWriter error = new();

    [Fact]
    public void A_line_tells_parts_objects_and_bytes() =>
        Assert.Equal("capturing: 12/40 parts, 3,412 of ~9,800 objects, 1.2 MB", ProgressText.Line(Capturing));

    [Fact]
    public void A_further_round_tells_why_the_counts_began_anew() =>
        Assert.StartsWith(
            "capturing at a later revision: 12/40 parts",
            ProgressText.Line(Capturing with { Round = 1 }),
            StringComparison.Ordinal);

    [Fact]
    public void A_restores_line_tells_its_wave_and_what_failed() =>
        Assert.Equal(
            "restoring workloads: 5 of 9 objects, 1 failed",
            ProgressText.Line(new("Restoring") { Wave = "workloads", ObjectsExpected = 9, Objects = 5, Failed = 1, IsExact = true }));

    [Fact]
    public void Lines_are_a_second_apart_and_only_come_when_something_changed()
    {
        using var lines = Lines(OutputFormat.Table);
        lines.Enter("Capturing");
        lines.Show(Capturing);
        time.Advance(TimeSpan.FromSeconds(1));
        lines.Show(Capturing);
        time.Advance(TimeSpan.FromSeconds(0.5));
        lines.Show(Capturing with { PartsDone = 13 });
        time.Advance(TimeSpan.FromSeconds(0.5));
        lines.Show(Capturing with { PartsDone = 14 });
        time.Advance(TimeSpan.FromSeconds(5));
        lines.Show(Capturing with { PartsDone = 14 });

        Assert.Equal(
            ["capturing", ProgressText.Line(Capturing), ProgressText.Line(Capturing with { PartsDone = 14 })], Written());
    }

    [Fact]
    public void A_run_that_stands_still_shows_life_every_half_minute()
    {
        using var lines = Lines(OutputFormat.Table);
        lines.Show(Capturing);
        time.Advance(TimeSpan.FromSeconds(30));
        lines.Show(Capturing);

        Assert.Equal(2, Written().Length);
    }

    [Fact]
    public void With_json_each_line_is_an_object()
    {
        using var lines = Lines(OutputFormat.Json);
        lines.Show(Capturing);

        var progress = JsonDocument.Parse(Written()[0]).RootElement.GetProperty("progress");
        Assert.Equal(12, progress.GetProperty("partsDone").GetInt32());
        Assert.Equal("Capturing", progress.GetProperty("step").GetString());
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds_and_tells_what_is_left()
    {
        var meter = new ProgressMeter(time);
        for (var second = 0; second <= 30; second++)
        {
            // Slow for twenty seconds, then 100 a second.
            meter.Add(Capturing with { Objects = second < 20 ? second : (second - 19) * 100 });
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(100, meter.ObjectsPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(87), meter.Remaining(Capturing with { Objects = 1_100 }));
    }

    [Fact]
    public void A_new_step_is_measured_anew()
    {
        var meter = new ProgressMeter(time);
        meter.Add(Capturing with { Objects = 0 });
        time.Advance(TimeSpan.FromSeconds(2));
        meter.Add(Capturing with { Objects = 10 });
        meter.Add(new ProgressSnapshot("Committing"));

        Assert.Null(meter.ObjectsPerSecond);
    }

    public void Dispose()
    {
        error.Dispose();
        cli.Dispose();
    }

    private LineProgress Lines(OutputFormat format) => new(cli.Environment(error, error) with { Time = time }, format);

    private string[] Written() => error.ToString().TrimEnd('\n').Split('\n');
}
