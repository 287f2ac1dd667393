using System.Runtime.Versioning;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Restores;

/// <summary>Makes one entry as it was, in a directory that is open.</summary>
/// <param name="overwrite">Whether what has the name goes.</param>
[SupportedOSPlatform("linux")]
internal sealed class EntryRestore(bool overwrite)
{
    /// <summary>Makes a directory, to be filled. Its own owner, mode and time come when that is done.</summary>
    public void MakeDirectory(DirectoryHandle parent, EntryName name)
    {
        if (DirectoryWriter.TryMakeDirectory(parent, name))
        {
            return;
        }

        if (Existing(parent, name).Metadata.Kind != EntryKind.Directory)
        {
            Replace(parent, name);
            DirectoryWriter.TryMakeDirectory(parent, name);
        }
    }

    /// <summary>Makes anything else, with its metadata.</summary>
    /// <param name="parent">The directory that it is in.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="files">Writes what files hold.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it was there already as it is to be.</returns>
    /// <exception cref="VolumeDamagedException">Some of its content is lost; nothing is there then.</exception>
    public async Task<bool> MakeAsync(
        DirectoryHandle parent, TreeEntry entry, FileRestore files, CancellationToken cancellationToken)
    {
        var name = entry.Path.Names[^1];
        if (overwrite && FindExisting(parent, name) is { } existing)
        {
            if (IsSame(entry, existing))
            {
                return true;
            }

            Replace(parent, name);
        }

        switch (entry.Metadata.Kind)
        {
            case EntryKind.File:
                await MakeFileAsync(parent, name, entry, files, cancellationToken);
                break;
            case EntryKind.SymbolicLink:
                Require(DirectoryWriter.TryMakeLink(parent, name, entry.Metadata.Target!.Value.Span), parent, name);
                break;
            default:
                Require(DirectoryWriter.TryMakeNode(parent, name, entry.Metadata), parent, name);
                break;
        }

        return false;
    }

    /// <summary>Gives a file that is there one more name.</summary>
    public void MakeName(DirectoryHandle from, EntryName first, DirectoryHandle parent, EntryName name)
    {
        if (DirectoryWriter.TryMakeName(from, first, parent, name))
        {
            return;
        }

        var (old, now) = (from.StatusOf(first), Existing(parent, name));
        if (old.Inode != now.Inode || old.FileSystem != now.FileSystem)
        {
            Replace(parent, name);
            Require(DirectoryWriter.TryMakeName(from, first, parent, name), parent, name);
        }
    }

    private static async Task MakeFileAsync(
        DirectoryHandle parent, EntryName name, TreeEntry entry, FileRestore files, CancellationToken cancellationToken)
    {
        using var file = DirectoryWriter.TryMakeFile(parent, name) ?? throw Exists(parent, name);
        try
        {
            await files.WriteAsync(file, entry.Content!, cancellationToken);
        }
        catch
        {
            // Half a file would look like a whole one.
            DirectoryWriter.Remove(parent, name, isDirectory: false);
            throw;
        }
    }

    /// <summary>Size and time tell, as they do for rsync.</summary>
    private static bool IsSame(TreeEntry entry, EntryStatus existing) =>
        entry.Metadata.Kind == EntryKind.File
        && existing.Metadata.Kind == EntryKind.File
        && existing.Length == entry.Content!.Length
        && existing.Metadata.ModifiedAt == entry.Metadata.ModifiedAt;

    private void Replace(DirectoryHandle parent, EntryName name)
    {
        if (!overwrite)
        {
            throw Exists(parent, name);
        }

        // A directory goes only if it is empty: what else is in it is nobody's to delete.
        DirectoryWriter.Remove(parent, name, Existing(parent, name).Metadata.Kind == EntryKind.Directory);
    }

    private static EntryStatus Existing(DirectoryHandle parent, EntryName name) => parent.StatusOf(name);

    private static EntryStatus? FindExisting(DirectoryHandle parent, EntryName name)
    {
        try
        {
            return parent.StatusOf(name);
        }
        catch (FileSystemException missing) when (missing.Code == FileSystemException.NoEntry)
        {
            return null;
        }
    }

    private static void Require(bool made, DirectoryHandle parent, EntryName name)
    {
        if (!made)
        {
            throw Exists(parent, name);
        }
    }

    private static FileSystemException Exists(DirectoryHandle parent, EntryName name) =>
        new($"make '{parent.PathOf(name)}'", FileSystemException.Exists);
}
