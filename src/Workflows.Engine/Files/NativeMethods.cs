using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Workflows.Engine.Files;

/// <summary>
/// What .NET has no call for. A new name in a directory survives a loss of power only if the directory itself was
/// flushed (fsync(2): "Calling fsync() does not necessarily ensure that the entry in the directory containing the file
/// has also reached disk"), and .NET refuses to open a directory as a file.
/// </summary>
internal static partial class NativeMethods
{
    private const int ReadOnly = 0;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int Interrupted = 4;

    public static void FlushDirectory(string path)
    {
        var descriptor = Retry(() => open(path, ReadOnly));
        ThrowIfFailed(descriptor, "open", path);
        try
        {
            ThrowIfFailed(Retry(() => fsync(descriptor)), "flush", path);
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    /// <summary>
    /// Takes flock(2) on an open file. .NET takes it too for FileShare.None, but carries on when the file system
    /// cannot lock; here that is an error.
    /// </summary>
    public static void LockExclusively(SafeHandle handle, string path) =>
        ThrowIfFailed(
            Retry(() => flock(handle.DangerousGetHandle().ToInt32(), LockExclusive | LockNonBlocking)), "lock", path);

    private static int Retry(Func<int> call)
    {
        int result;
        do
        {
            result = call();
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result;
    }

    private static void ThrowIfFailed(int result, string what, string path)
    {
        if (result < 0)
        {
            var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new IOException($"Could not {what} '{path}': {reason}.");
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(int descriptor, int operation);
}
