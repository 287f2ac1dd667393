using System.Runtime.InteropServices;

namespace Workflows.Core.Copies;

/// <param name="Files">How many files of a store.</param>
/// <param name="Bytes">How many bytes they have.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CopyCounts(long Files, long Bytes)
{
    public static CopyCounts operator +(CopyCounts left, CopyCounts right) =>
        new(left.Files + right.Files, left.Bytes + right.Bytes);
}
