using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Posix;

/// <summary>Reads extended attributes of entries of any kind, links not followed.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe class AttributeReader
{
    /// <summary>XATTR_LIST_MAX and XATTR_SIZE_MAX: nothing is longer.</summary>
    private const int MaxLength = 64 << 10;

    [ThreadStatic]
    private static byte[]? buffer;

    /// <param name="directory">The directory that the entry is in, or the directory itself.</param>
    /// <param name="name">The entry; null for the directory itself.</param>
    /// <param name="refused">Takes those that can't be read, a sentence each.</param>
    /// <returns>The others, in the order of their names; none where the file system has none.</returns>
    /// <exception cref="FileSystemException">The entry is gone.</exception>
    public static IReadOnlyList<ExtendedAttribute> Read(
        DirectoryHandle directory, EntryName? name, ICollection<string> refused)
    {
        var path = name is null ? PathOf(directory) : PathOf(directory, name);
        var shown = name is null ? directory.Path : directory.PathOf(name);
        var attributes = new List<ExtendedAttribute>();
        foreach (var attribute in Try(() => List(path, shown), refused) ?? [])
        {
            if (Try(() => Get(path, attribute, shown), refused) is { } value)
            {
                attributes.Add(new(attribute, value));
            }
        }

        return attributes;
    }

    /// <summary>
    /// A path for calls that take neither a directory nor a kind of entry that can't be opened: it goes through the
    /// open directory, and only its last name is looked up.
    /// </summary>
    internal static byte[] PathOf(DirectoryHandle directory, EntryName name) =>
        [.. Encoding.ASCII.GetBytes(OpenPath(directory)), (byte)'/', .. name.Bytes, 0];

    /// <summary>The same for the directory itself: the slash makes it no link any more.</summary>
    internal static byte[] PathOf(DirectoryHandle directory) =>
        Encoding.ASCII.GetBytes($"{OpenPath(directory)}/.\0");

    private static string OpenPath(DirectoryHandle directory) => string.Create(
        CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Handle.DangerousGetHandle()}");

    private static T? Try<T>(Func<T?> read, ICollection<string> refused)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FileSystemException failed) when (!failed.IsGone)
        {
            refused.Add(failed.Message);
            return null;
        }
    }

    private static string[] List(byte[] path, string shown)
    {
        buffer ??= new byte[MaxLength];
        fixed (byte* bytes = path, list = buffer)
        {
            var length = LibC.ListAttributes(bytes, list, MaxLength);
            if (length >= 0)
            {
                var names = Encoding.UTF8.GetString(buffer, 0, (int)length)
                    .Split('\0', StringSplitOptions.RemoveEmptyEntries);
                Array.Sort(names, StringComparer.Ordinal);
                return names;
            }
        }

        return Marshal.GetLastPInvokeError() == FileSystemException.NotSupported
            ? []
            : throw DirectoryHandle.Failure("list the attributes of", shown);
    }

    private static byte[]? Get(byte[] path, string name, string shown)
    {
        buffer ??= new byte[MaxLength];
        fixed (byte* bytes = path, attribute = Encoding.UTF8.GetBytes(name + "\0"), value = buffer)
        {
            var length = LibC.GetAttribute(bytes, attribute, value, MaxLength);
            if (length >= 0)
            {
                return buffer[..(int)length];
            }
        }

        // Between list and look it may have been removed; some need rights that reading the file does not.
        return Marshal.GetLastPInvokeError() is FileSystemException.NoData or FileSystemException.NotSupported
            ? null
            : throw DirectoryHandle.Failure($"read the attribute {name} of", shown);
    }
}
