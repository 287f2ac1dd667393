using Workflows.Archive.Stores.Folder;

namespace Workflows.Archive.Tests.Support;

/// <summary>A real folder in which, when asked for, the flush behind the next rename fails: what was written is there.</summary>
internal sealed class UnflushedRename : IStoreFiles
{
    private const int InputOutputError = 5;

    private readonly DiskFiles disk = new();
    private bool renamed;

    public bool FailNext { get; set; }

    public FileEntry? Find(string path) => disk.Find(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public IReadOnlyList<FileEntry> List(string directory) => disk.List(directory);

    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    public bool TryRemoveDirectory(string path) => disk.TryRemoveDirectory(path);

    public void FlushDirectory(string path)
    {
        if (renamed)
        {
            renamed = false;
            throw new IOException("Input/output error", InputOutputError);
        }

        disk.FlushDirectory(path);
    }

    public IStoreFile Create(string path) => disk.Create(path);

    public Stream OpenRead(string path) => disk.OpenRead(path);

    public void Rename(string from, string to, bool replace)
    {
        disk.Rename(from, to, replace);
        (renamed, FailNext) = (FailNext, false);
    }

    public void SetModified(string path, DateTimeOffset time) => disk.SetModified(path, time);

    public void Delete(string path) => disk.Delete(path);

    public IDisposable? TryLock(string path) => disk.TryLock(path);
}
