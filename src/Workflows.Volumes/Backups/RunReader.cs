using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>Reads the data of a file, run after run, as if there were no holes.</summary>
internal sealed class RunReader(SafeFileHandle file, IReadOnlyList<DataRun> runs)
{
    private int run;
    private long position;

    /// <summary>How many bytes were read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Fills the buffer as far as there is data.</summary>
    /// <returns>How many bytes; fewer than there is room for only at the end.</returns>
    public int Fill(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length && run < runs.Count)
        {
            var left = runs[run].Length - position;
            var want = (int)Math.Min(left, buffer.Length - filled);
            var read = RandomAccess.Read(file, buffer.Slice(filled, want), runs[run].Offset + position);
            if (read == 0)
            {
                // The file was cut shorter while it was read.
                run = runs.Count;
                break;
            }

            filled += read;
            position += read;
            if (position == runs[run].Length)
            {
                run++;
                position = 0;
            }
        }

        BytesRead += filled;
        return filled;
    }
}
