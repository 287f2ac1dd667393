using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Workflows.Volumes.Chunking;

/// <summary>What a chunk is known by: the SHA-256 of its bytes.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChunkId
{
    public const int Length = SHA256.HashSizeInBytes;

    private readonly ulong a;
    private readonly ulong b;
    private readonly ulong c;
    private readonly ulong d;

    /// <param name="hash">32 bytes.</param>
    public ChunkId(ReadOnlySpan<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, Length);
        a = BinaryPrimitives.ReadUInt64BigEndian(hash);
        b = BinaryPrimitives.ReadUInt64BigEndian(hash[8..]);
        c = BinaryPrimitives.ReadUInt64BigEndian(hash[16..]);
        d = BinaryPrimitives.ReadUInt64BigEndian(hash[24..]);
    }

    public static ChunkId Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(content, hash);
        return new(hash);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> hash)
    {
        BinaryPrimitives.WriteUInt64BigEndian(hash, a);
        BinaryPrimitives.WriteUInt64BigEndian(hash[8..], b);
        BinaryPrimitives.WriteUInt64BigEndian(hash[16..], c);
        BinaryPrimitives.WriteUInt64BigEndian(hash[24..], d);
    }

    /// <summary>A hash spreads as it is.</summary>
    public override int GetHashCode() => (int)a;

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[Length];
        CopyTo(hash);
        return Convert.ToHexStringLower(hash);
    }
}
