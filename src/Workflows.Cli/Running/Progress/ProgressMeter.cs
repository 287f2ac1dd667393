namespace Workflows.Cli.Running.Progress;

/// <summary>How fast a run goes, over the last ten seconds: what was long ago says nothing about what is left.</summary>
internal sealed class ProgressMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, string Step, long Objects)> samples = [];

    /// <summary>Notes how far the run is now. A new step starts a new measurement.</summary>
    public void Add(ProgressSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var now = time.GetTimestamp();
        if (samples.TryPeek(out var first) && first.Step != snapshot.Step)
        {
            samples.Clear();
        }

        samples.Enqueue((now, snapshot.Step, snapshot.Objects));
        while (samples.Count > 2 && time.GetElapsedTime(samples.Peek().At, now) > Window)
        {
            samples.Dequeue();
        }
    }

    /// <summary>Objects per second; null while there is too little to tell.</summary>
    public double? ObjectsPerSecond
    {
        get
        {
            if (samples.Count < 2)
            {
                return null;
            }

            var (first, last) = (samples.Peek(), samples.Last());
            var elapsed = time.GetElapsedTime(first.At, last.At);
            return elapsed >= TimeSpan.FromSeconds(1) && last.Objects > first.Objects
                ? (last.Objects - first.Objects) / elapsed.TotalSeconds
                : null;
        }
    }

    /// <summary>How long the step will take yet at this rate; null while that can't be told.</summary>
    public TimeSpan? Remaining(ProgressSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var left = snapshot.ObjectsExpected - snapshot.Objects;
        return ObjectsPerSecond is { } rate && left > 0 ? TimeSpan.FromSeconds(Math.Min(left / rate, 864_000)) : null;
    }
}
