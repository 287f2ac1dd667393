using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>The programs in movers' pods, as the machine sees them that the nodes are on.</summary>
internal static class MoverProcesses
{
    private const string Program = "workflows-mover";

    /// <summary>Kills the program of a pod with SIGKILL.</summary>
    /// <returns>False where none runs.</returns>
    public static bool TryKill(string pod)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && IsOf(pod, folder))
            {
                try
                {
                    using var process = Process.GetProcessById(id);
                    process.Kill();
                    return true;
                }
                catch (ArgumentException)
                {
                    // It has ended since.
                }
            }
        }

        return false;
    }

    /// <summary>A container's host is named like its pod.</summary>
    private static bool IsOf(string pod, string folder) =>
        Read(folder, "cmdline") is [var program, var command, ..]
        && Path.GetFileName(program) == Program
        && command is "backup" or "restore"
        && Read(folder, "environ").Contains($"HOSTNAME={pod}", StringComparer.Ordinal);

    private static string[] Read(string folder, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, file))).Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
