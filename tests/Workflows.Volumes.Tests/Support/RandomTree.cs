using System.Runtime.Versioning;
using System.Text;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Tests.Support;

/// <summary>Makes trees with every kind of entry, and changes them; the same for the same seed.</summary>
[SupportedOSPlatform("linux")]
internal sealed class RandomTree(string root, int seed)
{
    private static readonly bool IsRoot = Environment.IsPrivilegedProcess;

    private readonly Random random = new(seed);
    private readonly List<TreePath> directories = [TreePath.Root];
    private readonly List<TreePath> files = [];

    /// <summary>A name drawn twice would be a directory's and a file's.</summary>
    private readonly HashSet<TreePath> drawn = [];
    private readonly List<TreePath> others = [];

    /// <summary>Adds so many entries somewhere in the tree.</summary>
    public void Grow(int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            var parent = directories[random.Next(directories.Count)];
            var name = NewName();
            if (!drawn.Add(parent.Child(name)))
            {
                continue;
            }

            using var directory = Open(parent);
            try
            {
                Add(directory, parent, name);
            }
            catch (FileSystemException taken) when (taken.Code == FileSystemException.Exists)
            {
                // A file was given that name since.
            }
        }
    }

    /// <summary>Changes, removes and renames some of the files, and adds some.</summary>
    public void Edit(int edits)
    {
        for (var i = 0; i < edits && files.Count > 0; i++)
        {
            var at = random.Next(files.Count);
            var path = files[at];
            using var directory = Open(path.Parent);
            switch (random.Next(4))
            {
                case 0:
                    DirectoryWriter.Remove(directory, path.Names[^1], isDirectory: false);
                    files.RemoveAt(at);
                    break;
                case 1:
                    Rewrite(directory, path.Names[^1], Content());
                    break;
                case 2:
                    Splice(directory, path.Names[^1]);
                    break;
                default:
                    using (var entry = OpenEntry.Open(directory, path.Names[^1]))
                    {
                        entry.SetPermissions(Permissions());
                    }

                    break;
            }
        }

        Grow(edits / 3);
    }

    private void Add(DirectoryHandle directory, TreePath parent, EntryName name)
    {
        switch (random.Next(IsRoot ? 12 : 10))
        {
            case 0 or 1:
                if (parent.Names.Count < 12 && DirectoryWriter.TryMakeDirectory(directory, name))
                {
                    directories.Add(parent.Child(name));
                }

                return;
            case 2:
                DirectoryWriter.TryMakeLink(directory, name, Bytes(random.Next(1, 200)));
                others.Add(parent.Child(name));
                break;
            case 3:
                DirectoryWriter.TryMakeNode(directory, name, Metadata(EntryKind.Fifo));
                others.Add(parent.Child(name));
                break;
            case 4:
                DirectoryWriter.TryMakeNode(directory, name, Metadata(EntryKind.Socket));
                break;
            case 5 when files.Count + others.Count > 0:
                LinkTo(files.Concat(others).ElementAt(random.Next(files.Count + others.Count)), directory, name);
                return;
            case 6:
                MakeSparse(directory, name);
                files.Add(parent.Child(name));
                break;
            case 10 when CanMakeDevices(directory):
                DirectoryWriter.TryMakeNode(directory, name, Metadata(EntryKind.CharacterDevice, new(1, 3)));
                break;
            case 11 when CanMakeDevices(directory):
                DirectoryWriter.TryMakeNode(directory, name, Metadata(EntryKind.BlockDevice, new(259, 1_048_570)));
                break;
            default:
                Rewrite(directory, name, Content());
                files.Add(parent.Child(name));
                break;
        }

        SetMetadata(directory, name);
    }

    /// <summary>A sandbox may keep that even from root.</summary>
    private bool CanMakeDevices(DirectoryHandle directory)
    {
        try
        {
            var probe = NewName();
            if (DirectoryWriter.TryMakeNode(directory, probe, Metadata(EntryKind.CharacterDevice, new(1, 3))))
            {
                DirectoryWriter.Remove(directory, probe, isDirectory: false);
            }

            return true;
        }
        catch (FileSystemException refused) when (refused.Code == FileSystemException.NotPermitted)
        {
            return false;
        }
    }

    private void LinkTo(TreePath file, DirectoryHandle directory, EntryName name)
    {
        using var from = Open(file.Parent);
        DirectoryWriter.TryMakeName(from, file.Names[^1], directory, name);
    }

    private void SetMetadata(DirectoryHandle directory, EntryName name)
    {
        using var entry = OpenEntry.Open(directory, name);
        var kind = entry.Status().Metadata.Kind;
        if (IsRoot && random.Next(3) == 0)
        {
            entry.SetOwner((uint)random.Next(70_000), (uint)random.Next(70_000));
        }

        if (kind == EntryKind.File && random.Next(4) == 0)
        {
            TrySetAttribute(entry, new($"user.note{random.Next(3)}", Bytes(random.Next(100))));
        }

        if (kind != EntryKind.SymbolicLink)
        {
            entry.SetPermissions(Permissions());
        }

        entry.SetModified(new(random.NextInt64(-1_000_000_000, 4_000_000_000), (uint)random.Next(1_000_000_000)));
    }

    /// <summary>Some file systems that tests run on have no attributes: then nothing is to be kept of them.</summary>
    private static void TrySetAttribute(OpenEntry entry, ExtendedAttribute attribute)
    {
        try
        {
            entry.SetAttribute(attribute);
        }
        catch (FileSystemException refused) when (refused.Code == FileSystemException.NotSupported)
        {
        }
    }

    private static void Rewrite(DirectoryHandle directory, EntryName name, byte[] content)
    {
        try
        {
            DirectoryWriter.Remove(directory, name, isDirectory: false);
        }
        catch (FileSystemException missing) when (missing.IsGone)
        {
        }

        using var file = DirectoryWriter.TryMakeFile(directory, name)
            ?? throw new InvalidOperationException($"'{name}' is there already.");
        RandomAccess.Write(file, content, 0);
    }

    /// <summary>Inserts some bytes somewhere, so that everything after them moves.</summary>
    private void Splice(DirectoryHandle directory, EntryName name)
    {
        byte[] content;
        using (var file = directory.OpenFile(name))
        {
            content = new byte[RandomAccess.GetLength(file)];
            RandomAccess.Read(file, content, 0);
        }

        var at = random.Next(content.Length + 1);
        Rewrite(directory, name, [.. content[..at], .. Bytes(random.Next(1, 50)), .. content[at..]]);
    }

    private void MakeSparse(DirectoryHandle directory, EntryName name)
    {
        using var file = DirectoryWriter.TryMakeFile(directory, name)
            ?? throw new FileSystemException($"make '{name}'", FileSystemException.Exists);
        var length = random.NextInt64(1, 20_000_000);
        RandomAccess.SetLength(file, length);
        for (var runs = random.Next(4); runs > 0; runs--)
        {
            RandomAccess.Write(file, Bytes(random.Next(1, 200_000)), random.NextInt64(length));
        }
    }

    /// <summary>Only root reads and writes what its owner may not.</summary>
    private int Permissions() => random.Next(0x1000) | (IsRoot ? 0 : 0x180);

    private byte[] Content() => random.Next(20) switch
    {
        0 => [],
        1 => Bytes(random.Next(300_000, 6_000_000)),
        2 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the same line\n", random.Next(1, 100_000)))),
        _ => Bytes(random.Next(1, 9_000)),
    };

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        bytes.AsSpan().Replace((byte)0, (byte)1);
        return bytes;
    }

    private EntryName NewName()
    {
        byte[] bytes = random.Next(4) switch
        {
            0 => Bytes(random.Next(1, 256)),
            1 => Encoding.UTF8.GetBytes($"名前 {random.Next(1_000)}\n\"quoted\""),
            _ => Encoding.UTF8.GetBytes($"file-{random.Next(100_000)}.txt"),
        };
        bytes.AsSpan().Replace((byte)'/', (byte)'_');
        return EntryName.TryCreate(bytes, out var name) ? name : NewName();
    }

    private static EntryMetadata Metadata(EntryKind kind, DeviceNumber? device = null) =>
        new(kind, 0, 0, 0, default) { Device = device };

    private DirectoryHandle Open(TreePath path)
    {
        var directory = DirectoryHandle.Open(root);
        foreach (var name in path.Names)
        {
            using var parent = directory;
            directory = parent.OpenDirectory(name);
        }

        return directory;
    }
}
