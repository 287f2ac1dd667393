using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Core.Errors;

namespace Workflows.Volumes.Handover;

/// <summary>A line of a mover's log: JSON. What does not belong to its event is left out.</summary>
/// <param name="Time">When.</param>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Event">One of <see cref="MoverEvents"/>; others may be added.</param>
public sealed record MoverLine(DateTimeOffset Time, string Level, string Event)
{
    /// <summary>For a person; never a secret.</summary>
    public string? Message { get; init; }

    /// <summary>What an error means.</summary>
    public ErrorKind? Kind { get; init; }

    /// <summary>The attempt that it is at work on.</summary>
    public string? Attempt { get; init; }

    /// <summary>The backup.</summary>
    public string? Name { get; init; }

    /// <summary>The volume's folder in the store.</summary>
    public string? Volume { get; init; }

    /// <summary>The address of the store, without credentials.</summary>
    public Uri? Store { get; init; }

    /// <summary>When the grant ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A file of the volume, or the directory that is moved.</summary>
    public string? Path { get; init; }

    /// <summary>Entries that are done.</summary>
    public long? Entries { get; init; }

    /// <summary>How many bytes of data these have, or were handed over.</summary>
    public long? Bytes { get; init; }

    /// <summary>How many entries are not as they should be.</summary>
    public long? Problems { get; init; }

    /// <summary>The program's version.</summary>
    public string? Version { get; init; }

    /// <summary>As it is written, its end of line included.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ArchiveJson.RecordLine), (byte)'\n'];

    /// <summary>Reads a line of a log.</summary>
    /// <returns>Null where it is something else, such as what a runtime says when it dies.</returns>
    public static MoverLine? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<MoverLine>(line, ArchiveJson.RecordLine) is { Event: not null } parsed ? parsed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
