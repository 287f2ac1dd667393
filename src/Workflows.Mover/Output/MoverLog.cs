using Workflows.Volumes.Handover;

namespace Workflows.Mover.Output;

/// <summary>The log: a line of JSON for each thing that happens. Safe for concurrent use.</summary>
internal sealed class MoverLog(Stream output, TimeProvider time)
{
    private readonly Lock gate = new();
    private bool broken;

    public void Info(string what, Func<MoverLine, MoverLine>? with = null) => Write("info", what, with);

    public void Warn(string what, Func<MoverLine, MoverLine>? with = null) => Write("warning", what, with);

    public void Error(string what, Func<MoverLine, MoverLine>? with = null) => Write("error", what, with);

    private void Write(string level, string what, Func<MoverLine, MoverLine>? with)
    {
        var line = new MoverLine(time.GetUtcNow(), level, what);
        var bytes = (with is null ? line : with(line)).ToBytes();
        lock (gate)
        {
            if (broken)
            {
                return;
            }

            try
            {
                output.Write(bytes);
                output.Flush();
            }
            catch (IOException)
            {
                // Nobody reads it any more; the volume's data matters more.
                broken = true;
            }
        }
    }
}
