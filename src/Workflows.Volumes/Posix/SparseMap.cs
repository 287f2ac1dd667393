using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Posix;

/// <summary>Where a file has data, and where it has holes.</summary>
[SupportedOSPlatform("linux")]
internal static class SparseMap
{
    /// <summary>The runs of data in order; one run of everything where the file system does not tell holes.</summary>
    /// <exception cref="FileSystemException">The file can't be looked through.</exception>
    public static IReadOnlyList<DataRun> Read(SafeFileHandle file, long length, string path)
    {
        var runs = new List<DataRun>();
        for (var position = 0L; position < length;)
        {
            var data = LibC.Seek(file, position, LibC.SeekData);
            if (data < 0)
            {
                return Marshal.GetLastPInvokeError() switch
                {
                    FileSystemException.NoDeviceForIt => runs,
                    FileSystemException.Invalid or FileSystemException.NotSupported => [new(0, length)],
                    var code => throw new FileSystemException($"look for holes in '{path}'", code),
                };
            }

            var hole = LibC.Seek(file, data, LibC.SeekHole);
            if (hole < 0)
            {
                // It was cut shorter meanwhile.
                return runs;
            }

            var end = Math.Min(hole, length);
            if (end > data)
            {
                runs.Add(new(data, end - data));
            }

            position = Math.Max(hole, position + 1);
        }

        return runs;
    }
}
