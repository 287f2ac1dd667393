using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Posix;

/// <summary>
/// Makes, renames and removes entries of an open directory. Nothing is looked up but one name in it, and links are never
/// followed: whatever stands there, nothing outside the directory is touched. What entries are is set by
/// <see cref="OpenEntry"/>.
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

    /// <summary>Gives an entry another name in its directory; what has that name, and is no directory, goes at that moment.</summary>
    public static void Rename(DirectoryHandle directory, EntryName name, EntryName to)
    {
        fixed (byte* from = DirectoryHandle.Terminated(name), bytes = DirectoryHandle.Terminated(to))
        {
            if (LibC.RenameAt(directory.Handle, from, directory.Handle, bytes) != 0)
            {
                throw DirectoryHandle.Failure("replace", directory.PathOf(to));
            }
        }
    }

    /// <summary>Has everything that was written to the directory's file system kept, whatever happens to the machine.</summary>
    /// <exception cref="FileSystemException">Some of it could not be kept.</exception>
    public static void Flush(DirectoryHandle directory)
    {
        if (LibC.FlushFileSystem(directory.Handle) != 0)
        {
            throw DirectoryHandle.Failure("write out the file system of", directory.Path);
        }
    }

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
}
