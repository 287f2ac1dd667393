using System.Runtime.InteropServices;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Manifests;

/// <summary>
/// By what a file is recognised as unchanged without reading it, beside its length and the time it was modified.
/// Nobody can set the time of change back.
/// </summary>
/// <param name="Inode">Its number in the file system.</param>
/// <param name="ChangedAt">When content or metadata changed.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileSignature(ulong Inode, FileTime ChangedAt);
