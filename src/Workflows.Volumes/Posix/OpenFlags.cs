using System.Runtime.InteropServices;

namespace Workflows.Volumes.Posix;

/// <summary>Flags of open(2) on Linux; two of them have other values on ARM.</summary>
internal static class OpenFlags
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 0x1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int KeepAccessTime = 0x40000;
    public const int CloseOnExec = 0x80000;

    /// <summary>O_PATH: takes hold of the entry, whatever it is, without opening what it holds.</summary>
    public const int PathOnly = 0x200000;

    private static readonly bool IsArm =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    public static int Directory { get; } = IsArm ? 0x4000 : 0x10000;

    public static int NoFollow { get; } = IsArm ? 0x8000 : 0x20000;
}
