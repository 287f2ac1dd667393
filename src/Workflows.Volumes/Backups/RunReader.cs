using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>
/// Reads the data of a file, run after run, as if there were no holes. The disk is told what comes next, so that it is
/// busy while chunks are cut, hashed and compressed.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class RunReader(SafeFileHandle file, IReadOnlyList<DataRun> runs)
{
    /// <summary>How far the disk reads ahead: no request is longer on a common one, and some should be under way.</summary>
    private const int AheadLength = 4 << 20;

    /// <summary>What is read in one or two calls needs no telling.</summary>
    private const int LeastTold = 512 << 10;

    private int run;
    private long toldTo;
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
            ReadAhead(runs[run], runs[run].Offset + position);
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

    private void ReadAhead(DataRun data, long offset)
    {
        var end = data.Offset + data.Length;
        if (data.Length > LeastTold && offset + (AheadLength / 2) >= toldTo && toldTo < end)
        {
            var from = Math.Max(offset, toldTo);
            toldTo = Math.Min(end, offset + AheadLength);

            // Whatever a file system makes of it: it is advice.
            _ = LibC.Advise(file, from, toldTo - from, LibC.WillNeed);
        }
    }
}
