namespace Workflows.Archive.Stores.Folder;

/// <summary>Walks a store's folders in the order of the blobs' paths, a folder at a time in memory.</summary>
internal sealed class FolderListing(FolderLayout layout, IStoreFiles files, FolderDirectories directories, Uri store)
{
    public IEnumerable<StoredBlob> List(string prefix, CancellationToken cancellationToken)
    {
        Check();
        return Walk(layout.Root, "", prefix, cancellationToken);
    }

    private void Check()
    {
        try
        {
            directories.CheckPlaceExists();
        }
        catch (Exception error) when (FolderErrors.Knows(error))
        {
            throw FolderErrors.Translate(error, store, "");
        }
    }

    private IEnumerable<StoredBlob> Walk(
        string directory, string relative, string prefix, CancellationToken cancellationToken)
    {
        foreach (var (key, entry) in Read(directory, relative))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = relative + key;
            if (entry.Kind == FileKind.File && path.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return FolderWriter.Describe(path, entry);
            }
            else if (entry.Kind == FileKind.Directory && MayHold(path, prefix))
            {
                foreach (var blob in Walk(Path.Combine(directory, entry.Name), path, prefix, cancellationToken))
                    yield return blob;
            }
        }
    }

    /// <summary>
    /// A folder's entries, each with the text that it is ordered by: a folder sorts as its name and the slash that
    /// follows it, else <c>a-b</c> would come after <c>a/b</c>. Links, hidden files, names that no blob can have, and
    /// the store's containers are left out.
    /// </summary>
    private List<(string Key, FileEntry Entry)> Read(string directory, string relative)
    {
        try
        {
            return
            [
                .. files.List(directory)
                    .Where(e => e.Kind != FileKind.Link && StorePath.IsSegment(e.Name) && !IsContainers(relative, e))
                    .Select(e => (Key: e.Kind == FileKind.Directory ? e.Name + "/" : e.Name, e))
                    .OrderBy(pair => pair.Key, StringComparer.Ordinal),
            ];
        }
        catch (Exception error) when (FolderErrors.Knows(error))
        {
            throw FolderErrors.Translate(error, store, relative);
        }
    }

    private static bool IsContainers(string relative, FileEntry entry) =>
        relative.Length == 0 && entry is { Kind: FileKind.Directory, Name: FolderLayout.ContainersName };

    private static bool MayHold(string folder, string prefix) =>
        folder.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(folder, StringComparison.Ordinal);
}
