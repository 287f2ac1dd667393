using Workflows.Engine.History;
using Workflows.Engine.Journal;

namespace Workflows.Engine.Running;

/// <summary>One instance's journal as it is written: where the next batch goes, and its number.</summary>
internal sealed class InstanceJournal : IDisposable
{
    private readonly JournalFlusher flusher;
    private readonly string path;
    private readonly BatchBuffer buffer = new();
    private JournalWriteKind nextKind;
    private uint batch;

    private InstanceJournal(JournalFlusher flusher, string path, JournalWriteKind first)
    {
        this.flusher = flusher;
        this.path = path;
        nextKind = first;
    }

    public long Length { get; private set; }

    /// <summary>A journal that is not there yet.</summary>
    /// <param name="flusher">Writes it.</param>
    /// <param name="path">Its file.</param>
    /// <param name="restart">Whether it takes the place of an ended run's.</param>
    public static InstanceJournal New(JournalFlusher flusher, string path, bool restart) =>
        new(flusher, path, restart ? JournalWriteKind.Restart : JournalWriteKind.Create);

    public static InstanceJournal Continue(JournalFlusher flusher, string path, StoredJournal stored) =>
        new(flusher, path, JournalWriteKind.Append) { Length = stored.ValidLength, batch = stored.LastBatch };

    /// <summary>Writes the records after those that are there.</summary>
    public void Append(List<HistoryRecord> records, Action<Exception?> done) => Write(nextKind, records, done);

    /// <summary>Puts the records in the place of all that are there, in one step.</summary>
    public void Replace(List<HistoryRecord> records, Action<Exception?> done) =>
        Write(nextKind is JournalWriteKind.Append ? JournalWriteKind.Replace : nextKind, records, done);

    public void Dispose() => buffer.Dispose();

    private void Write(JournalWriteKind kind, List<HistoryRecord> records, Action<Exception?> done)
    {
        buffer.Clear();
        var offset = Length;
        if (kind is not JournalWriteKind.Append)
        {
            buffer.AddMagic();
            offset = 0;
            batch = 0;
        }

        batch++;
        foreach (var record in records)
        {
            buffer.Add(record, batch);
        }

        nextKind = JournalWriteKind.Append;
        Length = offset + buffer.Length;
        flusher.Submit(new JournalWrite(kind, path, offset, buffer, done));
    }
}
