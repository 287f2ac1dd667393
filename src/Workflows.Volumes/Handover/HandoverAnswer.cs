using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Core.Errors;

namespace Workflows.Volumes.Handover;

/// <summary>What a mover says to a hand-over: one line of JSON.</summary>
/// <param name="Accepted">Whether the mover acts on it, now or already.</param>
/// <param name="Attempt">The attempt that the mover is at work on; null while it waits for one.</param>
/// <param name="Kind">Why it is refused; null if it is not.</param>
/// <param name="Message">The same for a person.</param>
public sealed record HandoverAnswer(bool Accepted, string? Attempt, ErrorKind? Kind, string? Message)
{
    public static HandoverAnswer Accept(string attempt) => new(true, attempt, null, null);

    /// <param name="reason">Why.</param>
    /// <param name="attempt">The attempt that the mover is at work on, if any.</param>
    public static HandoverAnswer Refuse(WorkflowsException reason, string? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new(false, attempt, reason.Kind, reason.Message);
    }

    /// <summary>As it goes over the wire, its end of line included.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ArchiveJson.RecordLine), (byte)'\n'];

    /// <summary>Reads what <see cref="ToLine"/> made.</summary>
    /// <exception cref="HandoverException">
    /// It is no answer: nothing listened, or the command could not be run, or its connection broke. Whether the mover
    /// acts on what it was handed is not known then; handed over again, it says so.
    /// </exception>
    public static HandoverAnswer Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            if (line is [.., (byte)'\n'] && JsonSerializer.Deserialize<HandoverAnswer>(line, ArchiveJson.RecordLine) is { } answer)
            {
                return answer;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new HandoverException(
            ErrorKind.Unavailable,
            line.IsEmpty ? "The mover gave no answer to the hand-over." : "What the mover said to the hand-over is no answer.");
    }
}
