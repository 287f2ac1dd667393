using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Workflows.Volumes.Tests.Support;

/// <summary>What other programs do to files, without going through what is tested.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class Syscalls
{
    private const int NoData = 61;
    private const int NotSupported = 95;

    /// <returns>False where the file system has no such attributes.</returns>
    public static bool TrySetAttribute(string path, string name, byte[] value)
    {
        fixed (byte* content = (byte[])[.. value, 0])
        {
            var result = SetAttribute(path, name, content, (nuint)value.Length, 0);
            var code = Marshal.GetLastPInvokeError();
            Assert.True(result == 0 || code == NotSupported, $"setxattr {name}: {Marshal.GetPInvokeErrorMessage(code)}");
            return result == 0;
        }
    }

    /// <returns>Null where there is none.</returns>
    public static byte[]? FindAttribute(string path, string name)
    {
        var buffer = new byte[65536];
        fixed (byte* content = buffer)
        {
            var length = GetAttribute(path, name, content, (nuint)buffer.Length);
            var code = Marshal.GetLastPInvokeError();
            Assert.True(length >= 0 || code is NoData or NotSupported, $"getxattr {name}: {Marshal.GetPInvokeErrorMessage(code)}");
            return length < 0 ? null : buffer[..(int)length];
        }
    }

    /// <summary>Does something as another user would, as far as files go; this thread's rights over files come back after.</summary>
    public static void As(uint user, Action act)
    {
        // It returns who it was before.
        Assert.Equal(0u, SetFileSystemUser(user));
        try
        {
            act();
        }
        finally
        {
            Assert.Equal(user, SetFileSystemUser(0));
        }
    }

    [LibraryImport("libc", EntryPoint = "setxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAttribute(string path, string name, byte* value, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "getxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetAttribute(string path, string name, byte* value, nuint length);

    [LibraryImport("libc", EntryPoint = "removexattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int RemoveAttribute(string path, string name);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetFileSystemUser(uint user);
}
