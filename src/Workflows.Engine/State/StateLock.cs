using System.Text.Json;
using Workflows.Engine.Files;

namespace Workflows.Engine.State;

/// <summary>
/// The lock on a state directory: an advisory lock on a file (flock(2) on Unix, an exclusive open on Windows). The
/// system gives it back when its process dies, however it dies, so a lock is never stale. Who holds it stands in a file
/// of its own, since a locked one can't be read everywhere; what stays behind there only says who held it last.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream lockFile;

    private StateLock(FileStream lockFile) => this.lockFile = lockFile;

    public static StateLock Take(string path)
    {
        var stream = OpenExclusively(path) ?? throw Held(path);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                NativeMethods.LockExclusively(stream.SafeFileHandle, path);
            }

            WriteHolder(path);
            return new StateLock(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Who holds the lock now; null when nobody does. Takes the lock for a moment to find out.</summary>
    public static bool IsHeld(string path, out StateHolder? holder)
    {
        holder = null;
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = OpenExclusively(path);
        if (stream is not null)
        {
            return false;
        }

        holder = ReadHolder(path);
        return true;
    }

    public void Dispose() => lockFile.Dispose();

    private static FileStream? OpenExclusively(string path)
    {
        try
        {
            return new FileStream(path, Options(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path) && !IsOutOfSpace(e))
        {
            // .NET has no exception of its own for "locked"; it is the only plain IOException of opening that is left
            // once missing folders, long names and full disks are taken away.
            return null;
        }
    }

    private static bool IsOutOfSpace(IOException e)
    {
        const int NoSpaceOnUnix = 28;
        const int NoSpaceOnWindows = 112;
        return (e.HResult & 0xFFFF) is NoSpaceOnUnix or NoSpaceOnWindows;
    }

    private static StateDirectoryHeldException Held(string path) =>
        new(Path.GetDirectoryName(path)!, ReadHolder(path));

    private static string HolderFile(string path) => Path.Combine(Path.GetDirectoryName(path)!, "holder.json");

    private static void WriteHolder(string path)
    {
        using var stream = new FileStream(HolderFile(path), Options(FileMode.Create, FileShare.Read));
        JsonSerializer.Serialize(
            stream, new StateHolder(Environment.ProcessId, Environment.MachineName, DateTimeOffset.UtcNow));
    }

    private static StateHolder? ReadHolder(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<StateHolder>(File.ReadAllBytes(HolderFile(path)));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
