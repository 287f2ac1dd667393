using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Core.Schedules;

namespace Workflows.Archive.Catalog;

/// <summary>What a schedule remembers, as bytes: digested JSON. FORMAT.md specifies it.</summary>
internal sealed record ScheduleStateFile
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    /// <summary>A thousand runs wait at most.</summary>
    public const int MaxBytes = 1024 * 1024;

    public required int StateVersion { get; init; }

    public required Guid Uid { get; init; }

    public required string Rule { get; init; }

    public required DateTimeOffset HandledUpTo { get; init; }

    public required IReadOnlyList<DateTimeOffset> Waiting { get; init; }

    public DateTimeOffset? MissedSince { get; init; }

    public byte[] ToBytes() => DigestedJson.Close(JsonSerializer.Serialize(this, ArchiveJson.Manifest));

    /// <summary>Null for a file that is damaged or of another version: what a schedule remembers can be lost, names see to the rest.</summary>
    public static ScheduleMemory? Read(byte[] bytes)
    {
        if (DigestedJson.Fault(bytes) is not null)
            return null;

        try
        {
            return JsonSerializer.Deserialize<ScheduleStateFile>(bytes, ArchiveJson.Manifest) is { StateVersion: Version } file
                ? new ScheduleMemory(file.Uid, file.Rule, new ScheduleState(file.HandledUpTo) { Waiting = file.Waiting })
                {
                    MissedSince = file.MissedSince,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
