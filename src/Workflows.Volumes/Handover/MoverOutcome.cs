using System.Text;
using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Core.Errors;

namespace Workflows.Volumes.Handover;

/// <summary>
/// How a mover ended: what its container leaves as its termination message, which is an object of the cluster and
/// holds neither secrets nor names of files.
/// </summary>
public sealed record MoverOutcome
{
    /// <summary>What Kubernetes keeps of a termination message, in bytes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The job is done; with <see cref="Problems"/> perhaps, which the log names.</summary>
    public const string Completed = "completed";

    /// <summary>It is not done; <see cref="Kind"/> and <see cref="Message"/> say why.</summary>
    public const string Failed = "failed";

    /// <summary>It was told to end before it was done.</summary>
    public const string Interrupted = "interrupted";

    /// <summary><see cref="Completed"/>, <see cref="Failed"/> or <see cref="Interrupted"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The attempt that it was at work on; null if it was handed none.</summary>
    public string? Attempt { get; init; }

    /// <summary>Of a backup: where in the volume's container its result is.</summary>
    public string? Result { get; init; }

    /// <summary>Entries that were backed up, or are there as they were.</summary>
    public long? Entries { get; init; }

    /// <summary>Of a restore: how many of these were there already.</summary>
    public long? Unchanged { get; init; }

    /// <summary>Bytes of data that these have, or that were written.</summary>
    public long? Bytes { get; init; }

    /// <summary>How many entries could not be read or made as they should.</summary>
    public long? Problems { get; init; }

    /// <summary>Of a failure: what it means.</summary>
    public ErrorKind? Kind { get; init; }

    /// <summary>Of a failure: whether another attempt may succeed without anyone changing anything.</summary>
    public bool? Transient { get; init; }

    /// <summary>Of a failure: the same for a person.</summary>
    public string? Message { get; init; }

    /// <summary>As a termination message: JSON of at most <see cref="MaxBytes"/>, a long message cut.</summary>
    public byte[] ToTerminationMessage()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, ArchiveJson.RecordLine);
        var message = Message;
        while (json.Length > MaxBytes && message is { Length: > 0 })
        {
            // Characters may be several bytes each, and more once escaped: halves get there in a few rounds.
            message = Cut(message, message.Length / 2);
            json = JsonSerializer.SerializeToUtf8Bytes(this with { Message = message + "…" }, ArchiveJson.RecordLine);
        }

        return json;
    }

    /// <summary>Reads what <see cref="ToTerminationMessage"/> made.</summary>
    /// <returns>Null where it is something else: the container was killed, or runs another program.</returns>
    public static MoverOutcome? TryParse(string? terminationMessage)
    {
        if (string.IsNullOrEmpty(terminationMessage))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<MoverOutcome>(Encoding.UTF8.GetBytes(terminationMessage), ArchiveJson.RecordLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Cut(string text, int length) =>
        length > 0 && char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
}
