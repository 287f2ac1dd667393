using System.Runtime.InteropServices;
using Workflows.Core.Errors;

namespace Workflows.Volumes.Errors;

/// <summary>The file system of a volume refused something.</summary>
/// <param name="what">What was tried, on what: <c>open data/file</c>.</param>
/// <param name="code">The number of the error, as errno has it.</param>
public sealed class FileSystemException(string what, int code)
    : WorkflowsException(KindOf(code), $"Can't {what}: {Marshal.GetPInvokeErrorMessage(code)}.")
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int NoDeviceForIt = 6;
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int CrossesFileSystems = 18;
    public const int NotADirectory = 20;
    public const int IsADirectory = 21;
    public const int Invalid = 22;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int TooManyLinks = 31;
    public const int OutOfRange = 34;
    public const int NotEmpty = 39;
    public const int SymbolicLinkLoop = 40;
    public const int NoData = 61;
    public const int NotSupported = 95;
    public const int Stale = 116;
    public const int QuotaExceeded = 122;

    /// <summary>The number of the error, as errno has it.</summary>
    public int Code { get; } = code;

    /// <summary>Whether the entry is there no more, or another one is in its place.</summary>
    public bool IsGone => Code is NoEntry or NotADirectory or SymbolicLinkLoop or Stale or NoDeviceForIt;

    private static ErrorKind KindOf(int code) => code switch
    {
        NoEntry or NotADirectory => ErrorKind.NotFound,
        Exists or NotEmpty => ErrorKind.Conflict,
        NotPermitted or AccessDenied or ReadOnlyFileSystem => ErrorKind.Denied,
        _ => ErrorKind.Failed,
    };
}
