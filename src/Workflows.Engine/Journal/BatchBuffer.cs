using System.Buffers;
using System.Text.Json;
using Workflows.Engine.History;

namespace Workflows.Engine.Journal;

/// <summary>The bytes of one batch of records, as they go to the disk. Used again for the next batch.</summary>
internal sealed class BatchBuffer : IBufferWriter<byte>, IDisposable
{
    private const int KeptCapacity = 64 * 1024;

    private readonly Utf8JsonWriter json;
    private byte[] bytes = new byte[4 * 1024];
    private int length;

    public BatchBuffer() => json = new Utf8JsonWriter(this, new JsonWriterOptions { SkipValidation = true });

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public int Length => length;

    /// <summary>Empties the buffer, and lets go of one that a single big batch made large.</summary>
    public void Clear()
    {
        length = 0;
        if (bytes.Length > KeptCapacity)
        {
            bytes = new byte[KeptCapacity];
        }
    }

    public void AddMagic() => this.Write(JournalFormat.Magic);

    public void Add(HistoryRecord record, uint batch)
    {
        var start = length;
        GetSpan(RecordHeader.Size);
        length += RecordHeader.Size;
        json.Reset();
        JsonSerializer.Serialize(json, record, HistoryJson.Default.HistoryRecord);
        json.Flush();
        var payload = bytes.AsSpan(start + RecordHeader.Size, length - start - RecordHeader.Size);
        new RecordHeader(payload.Length, batch, Crc32C.Compute(payload)).Write(bytes.AsSpan(start));
    }

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsSpan(length);
    }

    public void Dispose() => json.Dispose();

    private void Reserve(int sizeHint)
    {
        var needed = length + Math.Max(sizeHint, 256);
        if (needed > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(needed, bytes.Length * 2));
        }
    }
}
