using System.Runtime.Versioning;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>
/// Goes through a tree in the order of its paths. Names are sorted, so that two walks can be held against each other
/// as they go. Of a directory in which another file system is mounted, only the directory itself is of the volume.
/// </summary>
/// <param name="root">The directory to begin with.</param>
/// <param name="problems">Where entries are named that could not be looked at.</param>
/// <param name="without">A directory that is left out with all that is in it; null for none.</param>
[SupportedOSPlatform("linux")]
internal sealed class TreeWalk(string root, ProblemList problems, string? without = null)
{
    private readonly Stack<Level> levels = new();

    /// <summary>The entries; whoever takes one releases its directory.</summary>
    /// <exception cref="FileSystemException">The root can't be opened.</exception>
    public IEnumerable<WalkedEntry> Entries()
    {
        var directory = new SharedDirectory(DirectoryHandle.Open(root));
        var status = directory.Directory.Status();
        var leftOut = IdentityOf(without);
        yield return new(TreePath.Root, status, directory.Share(), Name: null);
        levels.Push(new(directory, TreePath.Root, directory.Directory.ReadNames()));
        try
        {
            while (levels.TryPeek(out var level))
            {
                if (level.Next == level.Names.Count)
                {
                    levels.Pop().Directory.Release();
                    continue;
                }

                var name = level.Names[level.Next++];
                if (Look(level, name) is not { } entry)
                {
                    continue;
                }

                if (leftOut == (entry.Status.FileSystem, entry.Status.Inode))
                {
                    entry.Directory.Release();
                    continue;
                }

                yield return entry;
                if (entry.Status.Metadata.Kind == EntryKind.Directory)
                {
                    Enter(level, entry, status);
                }
            }
        }
        finally
        {
            while (levels.TryPop(out var level))
            {
                level.Directory.Release();
            }
        }
    }

    private static (DeviceNumber, ulong)? IdentityOf(string? directory)
    {
        if (directory is null || !Directory.Exists(directory))
        {
            return null;
        }

        using var opened = DirectoryHandle.Open(directory);
        var status = opened.Status();
        return (status.FileSystem, status.Inode);
    }

    private WalkedEntry? Look(Level level, EntryName name)
    {
        var path = level.Path.Child(name);
        try
        {
            var status = level.Directory.Directory.StatusOf(name);
            return new(path, status, level.Directory.Share(), name);
        }
        catch (FileSystemException failed)
        {
            problems.Add(path, failed);
            return null;
        }
    }

    private void Enter(Level level, WalkedEntry entry, EntryStatus rootStatus)
    {
        if (entry.Status.FileSystem != rootStatus.FileSystem)
        {
            problems.Add(entry.Path, "Another file system is mounted here: what is in it is not of this volume.");
            return;
        }

        if (entry.Path.Names.Count == TreePath.MaxDepth)
        {
            problems.Add(entry.Path, $"It is {TreePath.MaxDepth} levels deep: what is in it was left out.");
            return;
        }

        DirectoryHandle? opened = null;
        try
        {
            opened = level.Directory.Directory.OpenDirectory(entry.Name!);
            levels.Push(new(new(opened), entry.Path, opened.ReadNames()));
        }
        catch (FileSystemException failed)
        {
            opened?.Dispose();
            problems.Add(entry.Path, failed);
        }
    }

    private sealed class Level(SharedDirectory directory, TreePath path, List<EntryName> names)
    {
        public SharedDirectory Directory => directory;

        public TreePath Path => path;

        public List<EntryName> Names => names;

        public int Next { get; set; }
    }
}
