using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Posix;

/// <summary>
/// An entry that is held by a descriptor, through which its metadata is set: whoever puts something else under its name
/// meanwhile changes nothing about what is meant. Where it is held without being open, calls that then take no descriptor
/// go through /proc/self/fd, which leads to the very thing that is held, even if that is a link.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class OpenEntry : IDisposable
{
    /// <summary>XATTR_LIST_MAX: no list of names is longer.</summary>
    private const int MaxListLength = 64 << 10;

    private readonly SafeFileHandle handle;

    /// <summary>Whether the descriptor is one of this, and good for nothing but to say what is meant.</summary>
    private readonly bool isPathOnly;

    private OpenEntry(SafeFileHandle handle, string path, bool isPathOnly)
    {
        this.handle = handle;
        this.isPathOnly = isPathOnly;
        Path = path;
    }

    /// <summary>Where it was found, for messages.</summary>
    public string Path { get; }

    /// <summary>Takes hold of what has a name now, of whatever kind; nothing is read or run by that.</summary>
    /// <exception cref="FileSystemException">Nothing has the name.</exception>
    public static OpenEntry Open(DirectoryHandle directory, EntryName name)
    {
        const int Flags = OpenFlags.PathOnly | OpenFlags.CloseOnExec;
        var path = directory.PathOf(name);
        fixed (byte* bytes = DirectoryHandle.Terminated(name))
        {
            var descriptor = LibC.OpenAt(directory.Handle, bytes, Flags | OpenFlags.NoFollow, 0);
            return descriptor >= 0
                ? new(new(descriptor, ownsHandle: true), path, isPathOnly: true)
                : throw DirectoryHandle.Failure("open", path);
        }
    }

    /// <summary>A file that is open; whoever opened it closes it.</summary>
    public static OpenEntry Of(SafeFileHandle file, string path) => new(file, path, isPathOnly: false);

    /// <summary>A directory that is open; whoever opened it closes it.</summary>
    public static OpenEntry Of(DirectoryHandle directory) => new(directory.Handle, directory.Path, isPathOnly: false);

    public EntryStatus Status() => DirectoryHandle.StatusOf(handle, Path);

    /// <summary>Where it points, if it is a symbolic link.</summary>
    /// <exception cref="FileSystemException">It is none.</exception>
    public byte[] ReadLink()
    {
        var buffer = new byte[4096];
        fixed (byte* empty = "\0"u8, target = buffer)
        {
            var length = LibC.ReadLinkAt(handle, empty, target, (nuint)buffer.Length);
            return length >= 0 ? buffer[..(int)length] : throw DirectoryHandle.Failure("read the link", Path);
        }
    }

    public void SetOwner(uint uid, uint gid)
    {
        fixed (byte* empty = "\0"u8)
        {
            Require(LibC.ChangeOwnerAt(handle, empty, uid, gid, LibC.EmptyPath), "set the owner of");
        }
    }

    /// <summary>Sets the twelve bits; a symbolic link has none of its own and is refused.</summary>
    public void SetPermissions(int permissions)
    {
        if (!isPathOnly)
        {
            Require(LibC.ChangeModeOf(handle, (uint)permissions), "set the mode of");
            return;
        }

        fixed (byte* path = DescriptorPath())
        {
            Require(LibC.ChangeMode(path, (uint)permissions), "set the mode of");
        }
    }

    /// <summary>Sets the time of modification; the time of access stays.</summary>
    public void SetModified(FileTime time)
    {
        const long Omit = 0x3FFFFFFE;
        var times = stackalloc long[] { 0, Omit, time.Seconds, time.Nanoseconds };
        if (!isPathOnly)
        {
            Require(LibC.SetTimesOf(handle, times), "set the time of");
            return;
        }

        fixed (byte* path = DescriptorPath())
        {
            Require(LibC.SetTimesAt(handle, path, times, 0), "set the time of");
        }
    }

    /// <returns>The names of its attributes; none where the file system has none.</returns>
    public IReadOnlyList<string> AttributeNames()
    {
        var buffer = new byte[256];
        while (true)
        {
            fixed (byte* path = isPathOnly ? DescriptorPath() : null, list = buffer)
            {
                var length = isPathOnly
                    ? LibC.ListAttributesFollowing(path, list, (nuint)buffer.Length)
                    : LibC.ListAttributesOf(handle, list, (nuint)buffer.Length);
                if (length >= 0)
                {
                    return length == 0 ? [] : Encoding.UTF8.GetString(buffer, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries);
                }
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case FileSystemException.NotSupported:
                    return [];
                case FileSystemException.OutOfRange when buffer.Length < MaxListLength:
                    buffer = new byte[MaxListLength];
                    break;
                default:
                    throw DirectoryHandle.Failure("list the attributes of", Path);
            }
        }
    }

    /// <returns>Null where it has none of the name.</returns>
    public byte[]? FindAttribute(string name)
    {
        var buffer = new byte[MaxListLength];
        fixed (byte* path = DescriptorPath(), key = Terminated(name), content = buffer)
        {
            var length = LibC.GetAttributeFollowing(path, key, content, (nuint)buffer.Length);
            return length >= 0 ? buffer[..(int)length]
                : Marshal.GetLastPInvokeError() is FileSystemException.NoData or FileSystemException.NotSupported ? null
                : throw DirectoryHandle.Failure($"read the attribute {name} of", Path);
        }
    }

    public void SetAttribute(ExtendedAttribute attribute)
    {
        // An empty value still needs an address.
        fixed (byte* path = DescriptorPath(), key = Terminated(attribute.Name), value = (byte[])[.. attribute.Value.Span, 0])
        {
            Require(
                LibC.SetAttributeFollowing(path, key, value, (nuint)attribute.Value.Length, 0), $"set the attribute {attribute.Name} of");
        }
    }

    /// <summary>Removes an attribute, if it is there.</summary>
    public void RemoveAttribute(string name)
    {
        fixed (byte* path = DescriptorPath(), key = Terminated(name))
        {
            if (LibC.RemoveAttributeFollowing(path, key) != 0 && Marshal.GetLastPInvokeError() != FileSystemException.NoData)
            {
                throw DirectoryHandle.Failure($"remove the attribute {name} of", Path);
            }
        }
    }

    public void Dispose()
    {
        if (isPathOnly)
        {
            handle.Dispose();
        }
    }

    private byte[] DescriptorPath() => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}\0"));

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private void Require(int result, string verb)
    {
        if (result != 0)
        {
            throw DirectoryHandle.Failure(verb, Path);
        }
    }
}
