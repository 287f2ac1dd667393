using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Workflows.Engine.Journal;

/// <summary>
/// The 16 bytes before each record, little-endian: length of the payload, number of the batch, CRC-32C of the
/// payload, CRC-32C of the twelve bytes before. The header has a checksum of its own so that a flipped bit in a length
/// is told from a file that ends early.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordHeader(int Length, uint Batch, uint PayloadCrc)
{
    public const int Size = 16;

    public static bool TryRead(ReadOnlySpan<byte> bytes, out RecordHeader header)
    {
        header = new RecordHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
        return Crc32C.Compute(bytes[..12]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..Size]);
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Batch);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], PayloadCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Crc32C.Compute(bytes[..12]));
    }
}
