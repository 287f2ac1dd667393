using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Folder;

/// <summary>Turns the errors of System.IO into the store's own, by the number the system gave.</summary>
internal static class FolderErrors
{
    private const int FileExists = 17;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaOnMac = 69;
    private const int QuotaOnLinux = 122;

    // Windows errors as HRESULTs: sharing violation, lock violation, write-protected, disk full (two), file exists (two).
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int WriteProtected = unchecked((int)0x80070013);
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int DiskFull = unchecked((int)0x80070070);
    private const int WindowsFileExists = unchecked((int)0x80070050);
    private const int AlreadyExists = unchecked((int)0x800700B7);

    /// <summary>Whether an error is one of System.IO; everything else is let through as it is.</summary>
    public static bool Knows(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>The store's error for one of System.IO.</summary>
    public static StoreException Translate(Exception error, Uri store, string path) => error switch
    {
        IOException io when io.HResult is NoSpace or QuotaOnMac or QuotaOnLinux or DiskFull or HandleDiskFull
            => new StoreFullException(store, path, error),
        IOException io when io.HResult is ReadOnlyFileSystem or WriteProtected
            => new StoreReadOnlyException(store, path, error),
        UnauthorizedAccessException => new StoreAccessDeniedException(store, path, error),
        _ => new StoreUnavailableException(store, path, error.Message, error),
    };

    public static bool IsAlreadyThere(IOException error) =>
        error.HResult is FileExists or WindowsFileExists or AlreadyExists;

    /// <summary>Whether opening a file failed only because somebody else has it locked.</summary>
    public static bool IsLockHeld(IOException error) =>
        error.HResult is SharingViolation or LockViolation || (!OperatingSystem.IsWindows() && error.HResult is 11 or 35);
}
