using System.Runtime.InteropServices;

namespace Workflows.Volumes.Trees;

/// <summary>A run of a file that has data; what lies between runs is a hole and reads as zeros.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DataRun(long Offset, long Length);
