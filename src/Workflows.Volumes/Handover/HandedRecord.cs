using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Volumes.Manifests;

namespace Workflows.Volumes.Handover;

/// <summary>The record of a backup as it is handed over to whoever restores it, and can't read the catalog.</summary>
public static class HandedRecord
{
    /// <summary>Hands it over: what follows the header of a restore.</summary>
    public static Task WriteAsync(VolumeRecord record, Stream to, CancellationToken cancellationToken = default) =>
        JsonSerializer.SerializeAsync(to, record, ArchiveJson.Line, cancellationToken);

    /// <summary>Reads what <see cref="WriteAsync"/> wrote, to the stream's end.</summary>
    /// <exception cref="HandoverException">It is none, or of something else than the header says.</exception>
    public static async Task<VolumeRecord> ReadAsync(
        Stream from, HandoverHeader header, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(header);
        try
        {
            return await JsonSerializer.DeserializeAsync<VolumeRecord>(from, ArchiveJson.Line, cancellationToken) switch
            {
                { Format: > VolumeRecord.CurrentFormat and var format } => throw HandoverException.Malformed(
                    $"its record has format {format}, and this mover reads up to {VolumeRecord.CurrentFormat}"),
                { Name: var name, Volume: var volume } record when (name, volume) == (header.Name, header.Volume) =>
                    VolumeRecordFile.IsSound(record) ? record : throw HandoverException.Malformed("its record names what can't be"),
                _ => throw HandoverException.Malformed("its record is of another backup"),
            };
        }
        catch (JsonException malformed)
        {
            throw HandoverException.Malformed("its record is none", malformed);
        }
    }
}
