using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Posix;

/// <summary>
/// Makes and changes entries of an open directory. Nothing is looked up but one name in it, and links are never
/// followed: whatever stands there, nothing outside the directory is touched.
/// </summary>
[SupportedOSPlatform("linux")]
internal static unsafe class DirectoryWriter
{
    private const uint OwnerOnly = 0x1C0;
    private const uint OwnerReadsAndWrites = 0x180;

    /// <summary>Makes a directory that only its owner may enter; what it is to be comes when it is filled.</summary>
    /// <returns>False where something has the name.</returns>
    public static bool TryMakeDirectory(DirectoryHandle directory, EntryName name)
    {
        fixed (byte* bytes = DirectoryHandle.Terminated(name))
        {
            return Made(LibC.MakeDirectoryAt(directory.Handle, bytes, OwnerOnly), "make the directory", directory, name);
        }
    }

    /// <summary>Makes an empty file that only its owner may read.</summary>
    /// <returns>Null where something has the name.</returns>
    public static SafeFileHandle? TryMakeFile(DirectoryHandle directory, EntryName name)
    {
        const int Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.CloseOnExec;
        fixed (byte* bytes = DirectoryHandle.Terminated(name))
        {
            var descriptor = LibC.OpenAt(directory.Handle, bytes, Flags | OpenFlags.NoFollow, OwnerReadsAndWrites);
            return Made(descriptor < 0 ? -1 : 0, "make the file", directory, name)
                ? new(descriptor, ownsHandle: true)
                : null;
        }
    }

    /// <summary>Makes a symbolic link, to wherever it says.</summary>
    /// <returns>False where something has the name.</returns>
    public static bool TryMakeLink(DirectoryHandle directory, EntryName name, ReadOnlySpan<byte> target)
    {
        fixed (byte* bytes = DirectoryHandle.Terminated(name), to = (byte[])[.. target, 0])
        {
            return Made(LibC.SymbolicLinkAt(to, directory.Handle, bytes), "make the link", directory, name);
        }
    }

    /// <summary>Makes a fifo, a socket or a device.</summary>
    /// <returns>False where something has the name.</returns>
    public static bool TryMakeNode(DirectoryHandle directory, EntryName name, EntryMetadata metadata)
    {
        var mode = (uint)StatxBuffer.TypeOf(metadata.Kind) | OwnerReadsAndWrites;
        var device = metadata.Device is { } numbers ? DeviceOf(numbers) : 0;
        fixed (byte* bytes = DirectoryHandle.Terminated(name))
        {
            return Made(LibC.MakeNodeAt(directory.Handle, bytes, mode, device), "make", directory, name);
        }
    }

    /// <summary>Gives a file one more name.</summary>
    /// <returns>False where something has the name.</returns>
    public static bool TryMakeName(
        DirectoryHandle from, EntryName existing, DirectoryHandle directory, EntryName name)
    {
        fixed (byte* old = DirectoryHandle.Terminated(existing), bytes = DirectoryHandle.Terminated(name))
        {
            return Made(LibC.LinkAt(from.Handle, old, directory.Handle, bytes, 0), "link", directory, name);
        }
    }

    /// <summary>Removes an entry; a directory only where it is empty.</summary>
    public static void Remove(DirectoryHandle directory, EntryName name, bool isDirectory)
    {
        fixed (byte* bytes = DirectoryHandle.Terminated(name))
        {
            if (LibC.UnlinkAt(directory.Handle, bytes, isDirectory ? LibC.RemoveDirectory : 0) != 0)
            {
                throw DirectoryHandle.Failure("remove", directory.PathOf(name));
            }
        }
    }

    public static void SetOwner(DirectoryHandle directory, EntryName? name, uint uid, uint gid)
    {
        fixed (byte* bytes = NameOrEmpty(name))
        {
            Require(LibC.ChangeOwnerAt(directory.Handle, bytes, uid, gid, FlagsFor(name)), "set the owner of", directory, name);
        }
    }

    /// <summary>Of a symbolic link, which has none of its own, nothing is changed.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">An entry that is known to be no link; null for the directory itself.</param>
    /// <param name="permissions">The twelve bits.</param>
    public static void SetPermissions(DirectoryHandle directory, EntryName? name, int permissions)
    {
        // fchmodat takes no flag that says not to follow; through the open directory "." is the directory itself.
        fixed (byte* bytes = name is null ? (byte[])[(byte)'.', 0] : DirectoryHandle.Terminated(name))
        {
            Require(LibC.ChangeModeAt(directory.Handle, bytes, (uint)permissions, 0), "set the mode of", directory, name);
        }
    }

    /// <summary>Sets the time of modification; the time of access stays.</summary>
    public static void SetModified(DirectoryHandle directory, EntryName? name, FileTime time)
    {
        const long Omit = 0x3FFFFFFE;
        var times = stackalloc long[] { 0, Omit, time.Seconds, time.Nanoseconds };
        fixed (byte* bytes = name is null ? (byte[])[(byte)'.', 0] : DirectoryHandle.Terminated(name))
        {
            Require(
                LibC.SetTimesAt(directory.Handle, bytes, times, LibC.SymlinkNoFollow), "set the time of", directory, name);
        }
    }

    public static void SetAttribute(DirectoryHandle directory, EntryName? name, ExtendedAttribute attribute)
    {
        var path = name is null ? AttributeReader.PathOf(directory) : AttributeReader.PathOf(directory, name);

        // An empty value still needs an address.
        byte[] value = [.. attribute.Value.Span, 0];
        fixed (byte* bytes = path, key = Encoding.UTF8.GetBytes(attribute.Name + "\0"), content = value)
        {
            Require(
                LibC.SetAttribute(bytes, key, content, (nuint)attribute.Value.Length, 0),
                $"set the attribute {attribute.Name} of",
                directory,
                name);
        }
    }

    private static byte[] NameOrEmpty(EntryName? name) => name is null ? [0] : DirectoryHandle.Terminated(name);

    private static int FlagsFor(EntryName? name) => name is null ? LibC.EmptyPath : LibC.SymlinkNoFollow;

    /// <summary>makedev(3) of the GNU library: the halves of both numbers take turns.</summary>
    private static ulong DeviceOf(DeviceNumber device) =>
        ((device.Major & 0xFFFFF000UL) << 32) | ((device.Major & 0xFFFUL) << 8)
        | ((device.Minor & 0xFFFFFF00UL) << 12) | (device.Minor & 0xFFUL);

    private static bool Made(int result, string verb, DirectoryHandle directory, EntryName name)
    {
        if (result == 0)
        {
            return true;
        }

        var code = Marshal.GetLastPInvokeError();
        return code == FileSystemException.Exists
            ? false
            : throw new FileSystemException($"{verb} '{directory.PathOf(name)}'", code);
    }

    private static void Require(int result, string verb, DirectoryHandle directory, EntryName? name)
    {
        if (result != 0)
        {
            throw DirectoryHandle.Failure(verb, name is null ? directory.Path : directory.PathOf(name));
        }
    }
}
