using System.Text.Json;
using Workflows.Cli.Environments;
using Workflows.Cli.Output;

namespace Workflows.Cli.Running.Progress;

/// <summary>
/// Progress where there is no terminal: a line for each step, then one whenever something changed, a second apart
/// at least, and one in half a minute at most, so that a log shows life. With <c>-o json</c> each is an object.
/// </summary>
internal sealed class LineProgress(CliEnvironment environment, OutputFormat format) : IProgressDisplay
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private ProgressSnapshot? last;
    private long lastAt;

    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    public void Enter(string step)
    {
        last = new ProgressSnapshot(step);
        Write(last);
    }

    public void Show(ProgressSnapshot snapshot)
    {
        var quietFor = environment.Time.GetElapsedTime(lastAt);
        if (last is not null && (quietFor < Interval || (snapshot == last && quietFor < Heartbeat)))
        {
            return;
        }

        last = snapshot;
        Write(snapshot);
    }

    public void Dispose()
    {
    }

    private void Write(ProgressSnapshot snapshot)
    {
        lastAt = environment.Time.GetTimestamp();
        environment.Error.Write(format is OutputFormat.Json
            ? JsonSerializer.Serialize(new ProgressDocument(snapshot), DocumentJson.Line) + "\n"
            : ProgressText.Line(snapshot) + "\n");
        environment.Error.Flush();
    }

    private sealed record ProgressDocument(ProgressSnapshot Progress);
}
