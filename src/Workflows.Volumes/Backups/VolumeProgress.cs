using System.Runtime.InteropServices;

namespace Workflows.Volumes.Backups;

/// <param name="Entries">How many entries are done.</param>
/// <param name="Bytes">How many bytes of data they have.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VolumeProgress(long Entries, long Bytes);
