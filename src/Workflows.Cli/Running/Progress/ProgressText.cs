using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Running.Progress;

/// <summary>A snapshot in words.</summary>
internal static class ProgressText
{
    /// <summary>The step, as a sentence begins in the middle: <c>capturing</c>, <c>restoring storage</c>.</summary>
    public static string Step(ProgressSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var step = SafeText.Of(snapshot.Step.ToLowerInvariant());
        return snapshot switch
        {
            { Wave.Length: > 0 } => $"{step} {SafeText.Of(snapshot.Wave)}",
            { Round: > 0 } => $"{step} at a later revision",
            _ => step,
        };
    }

    /// <summary>One line: <c>capturing: 12/40 parts, 3,412 of ~9,800 objects, 1.2 MB</c>.</summary>
    public static string Line(ProgressSnapshot snapshot)
    {
        var counts = Counts(snapshot);
        return counts.Count == 0 ? Step(snapshot) : $"{Step(snapshot)}: {string.Join(", ", counts)}";
    }

    public static IReadOnlyList<string> Counts(ProgressSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var counts = new List<string>();
        if (snapshot.Parts > 0)
        {
            counts.Add($"{Humanize.Count(snapshot.PartsDone)}/{Humanize.Count(snapshot.Parts)} parts");
        }

        if (snapshot.ObjectsExpected > 0 || snapshot.Objects > 0)
        {
            counts.Add(
                $"{Humanize.Count(snapshot.Objects)} of {(snapshot.IsExact ? "" : "~")}"
                + $"{Humanize.Count(Math.Max(snapshot.ObjectsExpected, snapshot.Objects))} objects");
        }

        if (snapshot.Volumes > 0)
        {
            counts.Add($"{Humanize.Count(snapshot.VolumesDone)}/{Humanize.Count(snapshot.Volumes)} volumes");
        }

        if (snapshot.Files > 0)
        {
            counts.Add($"{Humanize.Count(snapshot.FilesDone)}/{Humanize.Count(snapshot.Files)} files");
        }

        if (snapshot.BytesExpected > 0)
        {
            counts.Add($"{Humanize.Bytes(snapshot.Bytes)} of {Humanize.Bytes(snapshot.BytesExpected)}");
        }
        else if (snapshot.Bytes > 0)
        {
            counts.Add(Humanize.Bytes(snapshot.Bytes));
        }

        if (snapshot.Failed > 0)
        {
            counts.Add($"{Humanize.Count(snapshot.Failed)} failed");
        }

        return counts;
    }

    /// <summary><c>340 objects/s, about 19s left</c>; empty while unknown.</summary>
    public static string Pace(ProgressMeter meter, ProgressSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(meter);
        var rate = meter.ObjectsPerSecond is { } perSecond ? $"{Humanize.Count((long)Math.Ceiling(perSecond))} objects/s" : "";
        return meter.Remaining(snapshot) is { } left ? $"{rate}, about {Humanize.Duration(left)} left" : rate;
    }
}
