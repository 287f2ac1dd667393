using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Workflows.Archive.Stores.Folder;

/// <summary>What System.IO does not offer: flushing a folder, and copying inside the file system.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Posix
{
    private const int PermissionDenied = 1;
    private const int AccessDenied = 13;
    private const int InvalidArgument = 22;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>fsync(2) on a folder, where the file system knows it.</summary>
    public static void FlushDirectory(string path)
    {
        // 0 is O_RDONLY everywhere; a folder opens with it.
        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();

            // A parent that may be passed through but not read can't be flushed by anyone without that right.
            if (error is AccessDenied or PermissionDenied)
                return;
            throw Failure(error, path);
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Fsync(handle) < 0 && Marshal.GetLastPInvokeError() is var code && code is not (InvalidArgument or ReadOnlyFileSystem))
            throw Failure(code, path);
    }

    /// <summary>copy_file_range(2), Linux only; how many bytes it copied, or -1 where it can't serve these files.</summary>
    [SupportedOSPlatform("linux")]
    public static long TryCopy(SafeFileHandle from, long fromOffset, SafeFileHandle to, long toOffset, long length)
    {
        try
        {
            return CopyFileRange(from, ref fromOffset, to, ref toOffset, (nuint)length, 0);
        }
        catch (EntryPointNotFoundException)
        {
            return -1;
        }
    }

    private static IOException Failure(int error, string path) =>
        new($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint CopyFileRange(
        SafeFileHandle from, ref long fromOffset, SafeFileHandle to, ref long toOffset, nuint length, uint flags);
}
