using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Workflows.Core.Errors;

namespace Workflows.Core.Restores.Rules;

/// <summary>Reads an object's JSON so that rules and comparisons can work on it without a model.</summary>
public static class ManifestJson
{
    /// <summary>
    /// Deeper than any object that the API server stores, and shallow enough for recursion on any thread's stack.
    /// </summary>
    private const int DeepestNesting = 256;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = DeepestNesting,
        // Two members of one name mean one thing to one reader and another to the next: not with a hostile archive.
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads one object; numbers are kept as they are written.</summary>
    /// <param name="utf8">The object's JSON.</param>
    /// <param name="what">What is read, for the message: the object's key, the file's name.</param>
    /// <exception cref="WorkflowsException">
    /// <see cref="ErrorKind.Damaged"/>: the bytes are not one JSON object, have a member twice, nest too deep, or
    /// hold what is no Unicode text.
    /// </exception>
    public static JsonObject Parse(ReadOnlySpan<byte> utf8, string what)
    {
        try
        {
            RefuseBrokenText(utf8, what);
            return JsonNode.Parse(utf8, documentOptions: Options) as JsonObject ?? throw Damaged(what, null);
        }
        catch (JsonException error)
        {
            throw Damaged(what, error);
        }
    }

    /// <summary>Reads one object to look at it only; what is refused is the same as in <see cref="Parse"/>.</summary>
    /// <param name="utf8">The object's JSON, which must not change while the document is used.</param>
    /// <param name="what">What is read, for the message.</param>
    /// <exception cref="WorkflowsException"><see cref="ErrorKind.Damaged"/>, as in <see cref="Parse"/>.</exception>
    public static JsonDocument ParseDocument(ReadOnlyMemory<byte> utf8, string what)
    {
        try
        {
            RefuseBrokenText(utf8.Span, what);
            var document = JsonDocument.Parse(utf8, Options);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw Damaged(what, null);
        }
        catch (JsonException error)
        {
            throw Damaged(what, error);
        }
    }

    /// <summary>The object's name; null when it has none, or there is no object.</summary>
    public static string? NameOf(JsonObject? obj) => obj?.Name();

    internal static JsonObject? TryParse(string? json)
    {
        try
        {
            return json is null ? null : Parse(Encoding.UTF8.GetBytes(json), "");
        }
        catch (WorkflowsException)
        {
            return null;
        }
    }

    // The parser is lazy: a string that is no text (bytes that are no UTF-8, half a surrogate pair) would pass it and
    // fail later, inside whichever rule first reads it.
    private static void RefuseBrokenText(ReadOnlySpan<byte> utf8, string what)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw Damaged(what, null);
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DeepestNesting });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
            {
                continue;
            }

            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw Damaged(what, null);
            }
        }
    }

    // The reader's own message may quote what it read, and what it read may be a secret: only the place is told.
    private static WorkflowsException Damaged(string what, JsonException? error) =>
        new(
            ErrorKind.Damaged,
            error?.LineNumber is { } line
                ? $"{what} is not a JSON object: it breaks at line {line + 1}, byte {error.BytePositionInLine}. Verify the archive."
                : $"{what} is not a JSON object. Verify the archive.");
}
