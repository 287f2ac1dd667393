using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Posix;

/// <summary>
/// An open directory, through which its entries are read. Links are never followed: whoever swaps an entry while it is
/// looked at gets what is inside the tree, or an error.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class DirectoryHandle : IDisposable
{
    private const int BufferLength = 64 << 10;

    private DirectoryHandle(SafeFileHandle handle, string path)
    {
        Handle = handle;
        Path = path;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Where it was found, for messages.</summary>
    public string Path { get; }

    /// <summary>Opens the root of a tree; this path may be a link, as users write it.</summary>
    /// <exception cref="FileSystemException">It is not there, or no directory, or may not be read.</exception>
    public static DirectoryHandle Open(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            return new(Checked(LibC.Open(name, OpenFlags.Directory | OpenFlags.CloseOnExec), "open", path), path);
        }
    }

    /// <exception cref="FileSystemException">It is no directory any more, or may not be read.</exception>
    public DirectoryHandle OpenDirectory(EntryName name)
    {
        var path = PathOf(name);
        return new(OpenAt(name, OpenFlags.Directory, path), path);
    }

    /// <summary>Opens a file to read it; its time of access stays where that may be asked for.</summary>
    /// <exception cref="FileSystemException">It is no file any more, or may not be read.</exception>
    public SafeFileHandle OpenFile(EntryName name)
    {
        // Without NonBlocking a fifo that took the file's place would hold the caller for ever.
        const int Flags = OpenFlags.NonBlocking | OpenFlags.KeepAccessTime;
        var path = PathOf(name);
        try
        {
            return OpenAt(name, Flags, path);
        }
        catch (FileSystemException refused) when (refused.Code == FileSystemException.NotPermitted)
        {
            return OpenAt(name, OpenFlags.NonBlocking, path);
        }
    }

    /// <summary>The names in it, in the order of their bytes, so that two walks meet the same entries in turn.</summary>
    public List<EntryName> ReadNames()
    {
        var names = new List<EntryName>();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (Fill(buffer) is > 0 and var length)
            {
                Parse(buffer.AsSpan(0, length), names);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // A name that is removed and made again meanwhile may be listed twice.
        names.Sort();
        return [.. names.Distinct()];
    }

    /// <summary>What the file system says of an entry.</summary>
    public EntryStatus StatusOf(EntryName name)
    {
        fixed (byte* bytes = Terminated(name))
        {
            return Status(Handle, bytes, LibC.SymlinkNoFollow, PathOf(name));
        }
    }

    /// <summary>What the file system says of the directory itself.</summary>
    public EntryStatus Status() => StatusOf(Handle, Path);

    /// <summary>What the file system says of what is open.</summary>
    public static EntryStatus StatusOf(SafeFileHandle open, string path)
    {
        fixed (byte* empty = "\0"u8)
        {
            return Status(open, empty, LibC.EmptyPath, path);
        }
    }

    /// <summary>Where a symbolic link points.</summary>
    public byte[] ReadLink(EntryName name)
    {
        var buffer = new byte[4096];
        fixed (byte* bytes = Terminated(name), target = buffer)
        {
            var length = LibC.ReadLinkAt(Handle, bytes, target, (nuint)buffer.Length);
            return length >= 0 ? buffer[..(int)length] : throw Failure("read the link", PathOf(name));
        }
    }

    public string PathOf(EntryName name) => $"{Path}/{name}";

    public void Dispose() => Handle.Dispose();

    internal static byte[] Terminated(EntryName name) => [.. name.Bytes, 0];

    internal static FileSystemException Failure(string verb, string path) =>
        new($"{verb} '{path}'", Marshal.GetLastPInvokeError());

    private SafeFileHandle OpenAt(EntryName name, int flags, string path)
    {
        fixed (byte* bytes = Terminated(name))
        {
            var descriptor = LibC.OpenAt(Handle, bytes, flags | OpenFlags.NoFollow | OpenFlags.CloseOnExec, 0);
            return Checked(descriptor, "open", path);
        }
    }

    private static SafeFileHandle Checked(int descriptor, string verb, string path) =>
        descriptor >= 0 ? new(descriptor, ownsHandle: true) : throw Failure(verb, path);

    private static EntryStatus Status(SafeFileHandle at, byte* name, int flags, string path)
    {
        StatxBuffer buffer;
        return LibC.Statx(at, name, flags, LibC.BasicStatus, &buffer) == 0
            ? buffer.ToStatus()
            : throw Failure("look at", path);
    }

    private int Fill(byte[] buffer)
    {
        fixed (byte* start = buffer)
        {
            var length = LibC.GetDirectoryEntries(Handle, start, BufferLength);
            return length >= 0 ? (int)length : throw Failure("list", Path);
        }
    }

    /// <summary>struct linux_dirent64: inode, offset, length of the record, type, name.</summary>
    private static void Parse(ReadOnlySpan<byte> records, List<EntryName> names)
    {
        const int LengthAt = 16;
        const int NameAt = 19;
        while (!records.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(records[LengthAt..]);
            var name = records[NameAt..length];
            if (EntryName.TryCreate(name[..name.IndexOf((byte)0)], out var entry))
            {
                names.Add(entry);
            }

            records = records[length..];
        }
    }
}
