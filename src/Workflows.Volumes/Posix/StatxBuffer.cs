using System.Runtime.InteropServices;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Posix;

/// <summary>struct statx of Linux, 256 bytes on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatxBuffer
{
    private const int TypeMask = 0xF000;
    private const int PermissionMask = 0xFFF;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint Uid;

    [FieldOffset(24)]
    public uint Gid;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Length;

    [FieldOffset(48)]
    public ulong Blocks;

    [FieldOffset(96)]
    public long ChangedSeconds;

    [FieldOffset(104)]
    public uint ChangedNanoseconds;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(128)]
    public uint DeviceMajor;

    [FieldOffset(132)]
    public uint DeviceMinor;

    [FieldOffset(136)]
    public uint FileSystemMajor;

    [FieldOffset(140)]
    public uint FileSystemMinor;

    public readonly EntryStatus ToStatus()
    {
        var kind = KindOf(Mode & TypeMask);
        var metadata = new EntryMetadata(
            kind, Mode & PermissionMask, Uid, Gid, new(ModifiedSeconds, ModifiedNanoseconds))
        {
            Device = kind is EntryKind.CharacterDevice or EntryKind.BlockDevice ? new(DeviceMajor, DeviceMinor) : null,
        };
        return new(
            metadata,
            (long)Length,
            Inode,
            Links,
            new(ChangedSeconds, ChangedNanoseconds),
            (long)Blocks,
            new(FileSystemMajor, FileSystemMinor));
    }

    public static int TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.Fifo => 0x1000,
        EntryKind.CharacterDevice => 0x2000,
        EntryKind.Directory => 0x4000,
        EntryKind.BlockDevice => 0x6000,
        EntryKind.File => 0x8000,
        EntryKind.SymbolicLink => 0xA000,
        EntryKind.Socket => 0xC000,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static EntryKind KindOf(int type) => type switch
    {
        0x1000 => EntryKind.Fifo,
        0x2000 => EntryKind.CharacterDevice,
        0x4000 => EntryKind.Directory,
        0x6000 => EntryKind.BlockDevice,
        0xA000 => EntryKind.SymbolicLink,
        0xC000 => EntryKind.Socket,
        _ => EntryKind.File,
    };
}
