namespace Workflows.Archive.Stores.Folder;

/// <summary>The real disk.</summary>
internal sealed class DiskFiles : IStoreFiles
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    public FileEntry? Find(string path) => Describe(new FileInfo(path));

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public IReadOnlyList<FileEntry> List(string directory)
    {
        try
        {
            return [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().Select(Describe).OfType<FileEntry>()];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    public void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, DirectoryMode0700);
    }

    public bool TryRemoveDirectory(string path)
    {
        try
        {
            Directory.Delete(path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            // Not empty: that is the answer, not a failure.
            return false;
        }
    }

    public void FlushDirectory(string path)
    {
        // NTFS journals names by itself, and Windows has no call for it.
        if (!OperatingSystem.IsWindows())
            Posix.FlushDirectory(path);
    }

    public IStoreFile Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode0600;

        return new DiskFile(new FileStream(path, options));
    }

    public Stream OpenRead(string path) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 64 * 1024,
    });

    public void Rename(string from, string to, bool replace) => File.Move(from, to, replace);

    public void SetModified(string path, DateTimeOffset time) => File.SetLastWriteTimeUtc(path, time.UtcDateTime);

    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone with its folder.
        }
    }

    public IDisposable? TryLock(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = FileMode0600;
            return new FileStream(path, options);
        }
        catch (IOException error) when (FolderErrors.IsLockHeld(error))
        {
            return null;
        }
    }

    private static FileEntry? Describe(FileSystemInfo info)
    {
        var attributes = info.Attributes;
        if (attributes == (FileAttributes)(-1))
            return null;

        var modified = new DateTimeOffset(info.LastWriteTimeUtc);
        if (attributes.HasFlag(FileAttributes.ReparsePoint))
            return new FileEntry(info.Name, FileKind.Link, 0, modified);
        if (attributes.HasFlag(FileAttributes.Directory))
            return new FileEntry(info.Name, FileKind.Directory, 0, modified);

        // Between the look at its attributes and this one it may be gone.
        return info is FileInfo { Exists: true } file ? new FileEntry(file.Name, FileKind.File, file.Length, modified) : null;
    }
}
