using Workflows.Archive.Stores.Folder;

namespace Workflows.Archive.Tests.Support;

/// <summary>A real folder in which writing fails with a given error number.</summary>
internal sealed class FailingFiles(int errno) : IStoreFiles
{
    private readonly DiskFiles disk = new();

    /// <summary>Whether creating folders fails, too.</summary>
    public bool AlsoFolders { get; set; }

    public FileEntry? Find(string path) => AlsoFolders ? null : disk.Find(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public IReadOnlyList<FileEntry> List(string directory) => disk.List(directory);

    public void CreateDirectory(string path)
    {
        if (AlsoFolders)
            throw Failure();
        disk.CreateDirectory(path);
    }

    public bool TryRemoveDirectory(string path) => disk.TryRemoveDirectory(path);

    public void FlushDirectory(string path) => disk.FlushDirectory(path);

    public IStoreFile Create(string path) => new FailingFile(disk.Create(path), Failure());

    public Stream OpenRead(string path) => disk.OpenRead(path);

    public void Rename(string from, string to, bool replace) => disk.Rename(from, to, replace);

    public void SetModified(string path, DateTimeOffset time) => disk.SetModified(path, time);

    public void Delete(string path) => disk.Delete(path);

    public IDisposable? TryLock(string path) => disk.TryLock(path);

    // As System.IO raises it: EACCES is an exception of its own kind, everything else an IOException with the number.
    private Exception Failure() => errno == 13 ? new UnauthorizedAccessException("denied") : new IOException("failed", errno);

    private sealed class FailingFile(IStoreFile file, Exception failure) : IStoreFile
    {
        public ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            ValueTask.FromException(failure);

        public ValueTask AppendFileAsync(string source, CancellationToken cancellationToken) => ValueTask.FromException(failure);

        public void FlushToDisk() => file.FlushToDisk();

        public void Dispose() => file.Dispose();
    }
}
