using System.Text.Json;
using Workflows.Durable;
using Workflows.Engine.Files;
using Workflows.Engine.History;
using Workflows.Engine.Journal;
using Workflows.Engine.State;

namespace Workflows.Engine;

/// <summary>Writes an instance's history as JSON, to be kept as a fixture and run over by <see cref="HistoryReplayer"/>.</summary>
public static class HistoryExport
{
    /// <summary>Exports the history of the instance's current generation. The directory may be in use.</summary>
    /// <exception cref="InstanceNotFoundException">There is no such instance.</exception>
    /// <exception cref="JournalDamagedException">Its journal can't be read.</exception>
    public static void Write(string stateDirectory, string instanceId, Stream output) =>
        Write(stateDirectory, instanceId, output, new DiskFiles());

    /// <inheritdoc cref="Write(string, string, Stream)"/>
    public static void Write(string stateDirectory, string instanceId, Stream output, IEngineFiles files)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(files);
        InstanceIds.ThrowIfInvalid(instanceId);
        var stored = Read(files, new StateLayout(stateDirectory).JournalOf(instanceId));
        if (stored is not { Records.Count: > 0 })
        {
            throw new InstanceNotFoundException(instanceId);
        }

        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        JsonSerializer.Serialize(
            json,
            new HistoryDocument(HistoryDocument.CurrentFormat, stored.Records),
            HistoryJson.Default.HistoryDocument);
    }

    private static StoredJournal? Read(IEngineFiles files, string path)
    {
        try
        {
            return StoredJournal.Read(files, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
