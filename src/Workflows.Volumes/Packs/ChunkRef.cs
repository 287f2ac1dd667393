using System.Runtime.InteropServices;
using Workflows.Volumes.Chunking;
using Workflows.Volumes.Compression;

namespace Workflows.Volumes.Packs;

/// <summary>A stored chunk: what it holds, and where it lies.</summary>
/// <param name="Id">What it is known by.</param>
/// <param name="Length">How many bytes it has, unpacked.</param>
/// <param name="Pack">The number of its pack in the manifest's table.</param>
/// <param name="Offset">Where it begins in the pack.</param>
/// <param name="StoredLength">How many bytes it takes there.</param>
/// <param name="Codec">How they are stored.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChunkRef(
    ChunkId Id, int Length, int Pack, int Offset, int StoredLength, Codec Codec);
