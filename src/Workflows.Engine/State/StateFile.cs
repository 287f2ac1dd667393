using System.Text.Json;
using Workflows.Core.Errors;
using Workflows.Engine.Files;
using Workflows.Engine.Journal;

namespace Workflows.Engine.State;

/// <summary>
/// The state of an ended instance beside its journal, so that starting and listing need not read long histories. It
/// is never flushed and may be lost: the journal holds everything, and the file is believed only when it verifies and
/// names the journal's length.
/// </summary>
internal static class StateFile
{
    public static void Write(IEngineFiles files, StateLayout layout, EndedInstance ended)
    {
        var path = layout.StateOf(ended.State.InstanceId);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(ended, StateFileJson.Default.EndedInstance);
        Span<byte> header = stackalloc byte[RecordHeader.Size];
        new RecordHeader(bytes.Length, 1, Crc32C.Compute(bytes)).Write(header);
        using (var file = files.Open(path + StateLayout.NewSuffix, create: true))
        {
            file.Write(JournalFormat.Magic, 0);
            file.Write(header, JournalFormat.MagicLength);
            file.Write(bytes, JournalFormat.MagicLength + RecordHeader.Size);
        }

        files.Rename(path + StateLayout.NewSuffix, path);
    }

    /// <summary>The state, or null when there is none that can be believed.</summary>
    public static EndedInstance? TryRead(IEngineFiles files, string path, long journalLength)
    {
        try
        {
            using var stream = files.OpenRead(path);
            var reader = new JournalReader(stream, path);
            var ended = reader.TryRead(out var record)
                ? JsonSerializer.Deserialize(record.Span, StateFileJson.Default.EndedInstance)
                : null;
            return ended?.JournalLength == journalLength ? ended : null;
        }
        catch (Exception e) when (e is IOException or JsonException or WorkflowsException)
        {
            return null;
        }
    }
}
