namespace Workflows.Engine.Files;

/// <summary>
/// The file operations the engine relies on, and no others. A seam, so that tests can lose what was not flushed, and
/// fail any operation. A change of a directory (a file that was created, renamed or deleted) lasts only once
/// <see cref="FlushDirectory"/> returned; bytes last only once <see cref="IEngineFile.Flush"/> returned.
/// </summary>
public interface IEngineFiles
{
    /// <summary>Creates a directory that only its owner can read, with its parents, durably.</summary>
    void CreateDirectory(string path);

    /// <summary>The files in a directory, in no order; none when the directory does not exist.</summary>
    IReadOnlyList<EngineFileInfo> List(string directory);

    /// <summary>The length of a file in bytes; 0 when there is none.</summary>
    long LengthOf(string path);

    /// <summary>Opens a file for writing; <paramref name="create"/> makes a new, empty one that only its owner can read.</summary>
    IEngineFile Open(string path, bool create);

    /// <summary>Opens a file for reading, while it may be written by another process.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    Stream OpenRead(string path);

    /// <summary>Gives a file another name, in one step, in place of the file that had it.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; one that does not exist is no error.</summary>
    void Delete(string path);

    /// <summary>Makes what was created, renamed and deleted in a directory last through a loss of power.</summary>
    void FlushDirectory(string path);

    /// <summary>Takes the lock that keeps a second process away; disposing gives it back, and so does dying.</summary>
    /// <exception cref="State.StateDirectoryHeldException">Another process holds it.</exception>
    IDisposable Lock(string path);
}
