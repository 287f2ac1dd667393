namespace Workflows.Archive.Stores.Folder;

/// <summary>A file being written that is not yet anything else; deleted when it is disposed, unless it became something.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly IStoreFiles files;
    private bool isKept;

    /// <exception cref="IOException">It can't be made.</exception>
    public TemporaryFile(IStoreFiles files, string path)
    {
        this.files = files;
        Path = path;
        File = files.Create(path);
    }

    public string Path { get; }

    public IStoreFile File { get; }

    /// <summary>Makes the content survive a power loss, and ends the writing.</summary>
    public void Complete()
    {
        File.FlushToDisk();
        File.Dispose();
    }

    /// <summary>It has another name now.</summary>
    public void Keep() => isKept = true;

    public void Dispose()
    {
        File.Dispose();
        if (isKept)
            return;
        try
        {
            files.Delete(Path);
        }
        catch (Exception error) when (FolderErrors.Knows(error))
        {
            // The error that led here is the one to report; what is left is swept later.
        }
    }
}
