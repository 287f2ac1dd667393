namespace Workflows.Volumes.Trees;

/// <summary>What a file system keeps of an entry besides its name and its content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Permissions">The twelve bits of chmod(2): read, write and execute of three, set-id and sticky.</param>
/// <param name="Uid">The owner's number.</param>
/// <param name="Gid">The group's number.</param>
/// <param name="ModifiedAt">When the content changed.</param>
public sealed record EntryMetadata(EntryKind Kind, int Permissions, uint Uid, uint Gid, FileTime ModifiedAt)
{
    /// <summary>Extended attributes by name, access control lists and capabilities among them.</summary>
    public IReadOnlyList<ExtendedAttribute> Attributes { get; init; } = [];

    /// <summary>Where a symbolic link points: bytes that may be anything; null for other entries.</summary>
    public ReadOnlyMemory<byte>? Target { get; init; }

    /// <summary>The numbers of a device; null for other entries.</summary>
    public DeviceNumber? Device { get; init; }
}
