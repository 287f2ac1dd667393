using Workflows.Engine.State;

namespace Workflows.Engine.Files;

/// <summary>The real file system.</summary>
public sealed class DiskFiles : IEngineFiles
{
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyDirectory = OwnerOnlyFile | UnixFileMode.UserExecute;

    public void CreateDirectory(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return;
        }

        var parent = Path.GetDirectoryName(full);
        if (parent is not null)
        {
            CreateDirectory(parent);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
        }
        else
        {
            Directory.CreateDirectory(full, OwnerOnlyDirectory);
        }

        if (parent is not null)
        {
            FlushDirectory(parent);
        }
    }

    public IReadOnlyList<EngineFileInfo> List(string directory)
    {
        var info = new DirectoryInfo(directory);
        return info.Exists ? [.. info.EnumerateFiles().Select(f => new EngineFileInfo(f.Name, f.Length))] : [];
    }

    public long LengthOf(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? info.Length : 0;
    }

    public IEngineFile Open(string path, bool create)
    {
        var options = new FileStreamOptions
        {
            Mode = create ? FileMode.Create : FileMode.Open,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (create && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnlyFile;
        }

        // The stream holds no buffer and has no finalizer of its own: its handle is all that is kept.
        return new DiskFile(new FileStream(path, options).SafeFileHandle);
    }

    public Stream OpenRead(string path) =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 32 * 1024);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void FlushDirectory(string path)
    {
        // Windows has no such call; NTFS writes changes of a directory through its own journal.
        if (!OperatingSystem.IsWindows())
        {
            NativeMethods.FlushDirectory(path);
        }
    }

    public IDisposable Lock(string path) => StateLock.Take(path);
}
