using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Folder;

/// <summary>Makes folders exist for good, finds blobs without following links, and prunes what is empty.</summary>
internal sealed class FolderDirectories(FolderLayout layout, IStoreFiles files, Uri store)
{
    /// <summary>
    /// Creates what is missing on the way to a folder and flushes every name on that way. Names that were there
    /// already are flushed as well: another writer may have created them a moment ago and not come to flush them.
    /// </summary>
    public void Ensure(string directory)
    {
        EnsureRoot(layout.Root);
        foreach (var level in layout.Levels(directory))
        {
            var found = files.Find(level);
            if (found is null)
                files.CreateDirectory(level);
            else if (found.Kind != FileKind.Directory)
                throw Unsafe(level, found.Kind);
            files.FlushDirectory(Path.GetDirectoryName(level)!);
        }
    }

    /// <summary>A blob's file; null when there is none.</summary>
    public FileEntry? FindBlob(string path)
    {
        var file = layout.Blob(path);
        if (!Exists(Path.GetDirectoryName(file)!))
            return null;

        var entry = files.Find(file);
        return entry switch
        {
            null or { Kind: FileKind.Directory } => null,
            { Kind: FileKind.Link } => throw Unsafe(file, entry.Kind),
            _ => entry,
        };
    }

    /// <summary>Whether a folder is there; no link on the way to it is followed.</summary>
    public bool Exists(string directory)
    {
        foreach (var level in layout.Levels(directory))
        {
            var found = files.Find(level);
            if (found is { Kind: FileKind.Link })
                throw Unsafe(level, found.Kind);
            if (found is not { Kind: FileKind.Directory })
                return false;
        }

        return true;
    }

    /// <summary>Removes a deleted blob's folders that are empty now.</summary>
    public void Prune(string path)
    {
        foreach (var level in layout.Levels(Path.GetDirectoryName(layout.Blob(path))!).Reverse())
        {
            if (!files.TryRemoveDirectory(level))
                return;
            files.FlushDirectory(Path.GetDirectoryName(level)!);
        }
    }

    /// <summary>An absent store is an empty one, unless not even its place is there: then a disk is probably missing.</summary>
    public void CheckPlaceExists()
    {
        var parent = Path.GetDirectoryName(layout.Root);
        if (!files.DirectoryExists(layout.Root) && parent is not null && !files.DirectoryExists(parent))
            throw new StoreNotFoundException(store, parent);
    }

    private void EnsureRoot(string directory)
    {
        if (files.DirectoryExists(directory))
        {
            FlushParent(directory);
            return;
        }

        var parent = Path.GetDirectoryName(directory);
        if (parent is not null)
            EnsureRoot(parent);
        files.CreateDirectory(directory);
        FlushParent(directory);
    }

    private void FlushParent(string directory)
    {
        if (Path.GetDirectoryName(directory) is { } parent)
            files.FlushDirectory(parent);
    }

    private StoreUnsafePathException Unsafe(string file, FileKind kind) => new(
        store,
        Path.GetRelativePath(layout.Root, file),
        kind == FileKind.Link ? "a symbolic link" : "a file where a folder belongs");
}
