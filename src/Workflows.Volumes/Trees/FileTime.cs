using System.Runtime.InteropServices;

namespace Workflows.Volumes.Trees;

/// <summary>A moment as a file system keeps it.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 UTC, negative before.</param>
/// <param name="Nanoseconds">From 0 to 999,999,999, always forward from the seconds.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileTime(long Seconds, uint Nanoseconds);
