namespace Workflows.Archive.Stores.Folder;

/// <summary>
/// The few file operations a folder store is made of, so that a test can stand in for the disk and lose what was
/// not flushed. Errors are those of System.IO. Nothing here follows a symbolic link unless it says so.
/// </summary>
internal interface IStoreFiles
{
    /// <summary>What is at the path; null when nothing is.</summary>
    FileEntry? Find(string path);

    /// <summary>Whether a folder is at the path or behind a link there.</summary>
    bool DirectoryExists(string path);

    /// <summary>What a folder holds, in any order; nothing for a missing folder.</summary>
    IReadOnlyList<FileEntry> List(string directory);

    /// <summary>Creates one folder (0700) in an existing one; one that exists stays as it is.</summary>
    void CreateDirectory(string path);

    /// <summary>Removes a folder if it is there and empty; whether it is gone.</summary>
    bool TryRemoveDirectory(string path);

    /// <summary>Makes the names in a folder survive a power loss: what was created, renamed or deleted in it.</summary>
    void FlushDirectory(string path);

    /// <summary>Creates a file (0600) that must not exist.</summary>
    IStoreFile Create(string path);

    Stream OpenRead(string path);

    /// <summary>Renames a file; unless it may replace, a file in its place is an <see cref="IOException"/> (EEXIST).</summary>
    void Rename(string from, string to, bool replace);

    void SetModified(string path, DateTimeOffset time);

    /// <summary>Deletes a file; a missing one is no error.</summary>
    void Delete(string path);

    /// <summary>Takes the lock that the file stands for, across processes; null while somebody else holds it.</summary>
    IDisposable? TryLock(string path);
}
