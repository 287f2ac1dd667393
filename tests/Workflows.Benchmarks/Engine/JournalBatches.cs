using System.Buffers.Binary;

namespace Workflows.Benchmarks.Engine;

/// <summary>
/// A journal cut into the batches that it was written in: the same bytes, to be written and flushed the same way with
/// nothing around it. The form of a journal (magic, then records with a header of 16 bytes that begins with the
/// payload's length and the batch's number) is <c>Workflows.Engine.Journal.JournalFormat</c>'s.
/// </summary>
internal sealed class JournalBatches
{
    private const int MagicLength = 8;
    private const int HeaderLength = 16;

    private readonly byte[] bytes;
    private readonly List<int> ends = [];

    private JournalBatches(byte[] bytes) => this.bytes = bytes;

    public int Count => ends.Count;

    public int Records { get; private set; }

    public long Length => bytes.Length;

    public static JournalBatches Read(string journal)
    {
        var batches = new JournalBatches(File.ReadAllBytes(journal));
        var last = 0u;
        var at = MagicLength;
        while (at < batches.bytes.Length)
        {
            var header = batches.bytes.AsSpan(at, HeaderLength);
            var batch = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (batch != last && last != 0)
            {
                batches.ends.Add(at);
            }

            last = batch;
            at += HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(header);
            batches.Records++;
        }

        batches.ends.Add(at);
        return batches;
    }

    /// <summary>Writes and flushes one batch after the other, in a file of its own.</summary>
    public void AppendTo(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write);
        var start = 0;
        foreach (var end in ends)
        {
            RandomAccess.Write(handle, bytes.AsSpan(start, end - start), start);
            RandomAccess.FlushToDisk(handle);
            start = end;
        }
    }
}
