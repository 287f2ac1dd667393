using Workflows.Cli.Running.Progress;
using Workflows.Volumes.Backups;

namespace Workflows.Cli.Commands.Volumes;

/// <summary>Shows how far a volume's backup or restore is; entries come by the hundred thousand, and few are shown.</summary>
internal sealed class VolumeProgressDisplay(IProgressDisplay display, string step, TimeProvider time) : IProgress<VolumeProgress>
{
    private long shownAt = time.GetTimestamp();

    public void Report(VolumeProgress value)
    {
        if (time.GetElapsedTime(shownAt) < display.Interval)
        {
            return;
        }

        shownAt = time.GetTimestamp();
        display.Show(new ProgressSnapshot(step) { Objects = value.Entries, Bytes = value.Bytes });
    }
}
