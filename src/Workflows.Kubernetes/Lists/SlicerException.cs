using System.Text.Json;

namespace Workflows.Kubernetes.Lists;

/// <summary>A body is not what it should be. Who reads it knows what was asked for, and says so.</summary>
internal sealed class SlicerException(string problem, bool isTruncated, Exception? inner) : Exception(problem, inner)
{
    /// <summary>Whether the body merely ends too early.</summary>
    public bool IsTruncated { get; } = isTruncated;

    public static SlicerException From(Exception error, ReadOnlySpan<byte> body)
    {
        if (IsPrefix(body))
            return new SlicerException("it is cut short", true, null);
        if (error.Message.Contains("depth", StringComparison.Ordinal))
            return new SlicerException("it is nested too deeply", false, null);
        // The reader's own message may quote what stands there, which may be a secret.
        var where = error is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
            ? $" (line {line + 1}, byte {position})"
            : "";
        return new SlicerException($"it is not valid JSON{where}", false, null);
    }

    /// <summary>Whether more bytes could still make it JSON.</summary>
    private static bool IsPrefix(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(
                body, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 10_000 }));
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0
                    && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                    return false;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
