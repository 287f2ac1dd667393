using System.Text.Json;
using Workflows.Engine.Files;
using Workflows.Engine.History;

namespace Workflows.Engine.Journal;

/// <summary>A journal as it was found on the disk.</summary>
/// <param name="Records">Its good records; the first is an <see cref="InstanceStarted"/>.</param>
/// <param name="ValidLength">Where they end, in bytes.</param>
/// <param name="LastBatch">The number of the last batch.</param>
/// <param name="IsTorn">Whether bytes follow that are to be cut.</param>
internal sealed record StoredJournal(
    IReadOnlyList<HistoryRecord> Records, long ValidLength, uint LastBatch, bool IsTorn)
{
    /// <exception cref="JournalDamagedException">It holds what the engine did not write.</exception>
    public static StoredJournal Read(IEngineFiles files, string path)
    {
        using var stream = files.OpenRead(path);
        var reader = new JournalReader(stream, path);
        var records = new List<HistoryRecord>();
        while (true)
        {
            var offset = reader.Position;
            if (!reader.TryRead(out var bytes))
            {
                return new StoredJournal(records, reader.Position, reader.LastBatch, reader.IsTorn);
            }

            var record = Parse(bytes.Span, path, offset);
            if (records.Count == 0 != record is InstanceStarted)
            {
                throw new JournalDamagedException(path, offset, "a record stands in the wrong place");
            }

            records.Add(record);
        }
    }

    public StateProjection Project()
    {
        var projection = new StateProjection();
        foreach (var record in Records)
        {
            projection.Apply(record);
        }

        return projection;
    }

    private static HistoryRecord Parse(ReadOnlySpan<byte> bytes, string path, long offset)
    {
        try
        {
            var record = JsonSerializer.Deserialize(bytes, HistoryJson.Default.HistoryRecord)
                ?? throw new JsonException("it is null");
            return record is not InstanceStarted started || started.EngineVersion <= EngineBehaviour.Current
                ? record
                : throw new JournalDamagedException(
                    path, offset, $"engine behaviour {started.EngineVersion} is newer than this program knows");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new JournalDamagedException(path, offset, $"a record can't be read ({e.Message})");
        }
    }
}
