using System.Text;
using Workflows.Mover.Output;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests.Support;

/// <summary>A log that can be read, and waited for. Safe for concurrent use.</summary>
internal sealed class LogCapture : MemoryStream
{
    private readonly Lock gate = new();
    private readonly List<(Func<MoverLine, bool> Is, TaskCompletionSource Seen)> awaited = [];
    private readonly List<string> lines = [];

    public string Text
    {
        get
        {
            lock (gate)
                return string.Concat(lines);
        }
    }

    public IReadOnlyList<MoverLine> Lines
    {
        get
        {
            lock (gate)
                return [.. lines.Select(line => MoverLine.TryParse(line)!)];
        }
    }

    public MoverLog Log(TimeProvider time) => new(this, time);

    /// <summary>Is done when a line was written that is so.</summary>
    public Task SeenAsync(Func<MoverLine, bool> isSo)
    {
        lock (gate)
        {
            if (lines.Any(line => isSo(MoverLine.TryParse(line)!)))
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited.Add((isSo, seen));
            return seen.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>Is done when a line of that event was written.</summary>
    public Task SeenAsync(string @event) => SeenAsync(line => line.Event == @event);

    public override void Write(byte[] buffer, int offset, int count)
    {
        var line = Encoding.UTF8.GetString(buffer, offset, count);
        lock (gate)
        {
            lines.Add(line);
            foreach (var (isSo, seen) in awaited)
            {
                if (isSo(MoverLine.TryParse(line)!))
                    seen.TrySetResult();
            }
        }
    }
}
