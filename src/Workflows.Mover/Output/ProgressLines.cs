using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Output;

/// <summary>Lines that say how far the job is, while it is at work. Safe for concurrent use.</summary>
internal sealed class ProgressLines : IProgress<VolumeProgress>, IAsyncDisposable
{
    /// <summary>How often, if there is something new.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How often, if there is not: one large file is one entry, and whoever looks wants to see that we live.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private readonly MoverLog log;
    private readonly string attempt;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private VolumeProgress latest;
    private VolumeProgress written;
    private long writtenAt;

    public ProgressLines(MoverLog log, string attempt, TimeProvider time)
    {
        this.log = log;
        this.attempt = attempt;
        this.time = time;
        writtenAt = time.GetTimestamp();
        timer = time.CreateTimer(_ => Write(), null, Interval, Interval);
    }

    public void Report(VolumeProgress value)
    {
        lock (gate)
        {
            latest = value;
        }
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Write()
    {
        lock (gate)
        {
            if (latest == written && time.GetElapsedTime(writtenAt) < LongestSilence)
            {
                return;
            }

            written = latest;
            writtenAt = time.GetTimestamp();
            log.Info(
                MoverEvents.Progress, line => line with { Attempt = attempt, Entries = written.Entries, Bytes = written.Bytes });
        }
    }
}
