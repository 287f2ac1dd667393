using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Workflows.Kubernetes.Errors;

/// <summary>
/// Tells whether a server quotes what it was sent. Admission webhooks and policies explain a refusal in words of
/// their own, and nothing keeps them from saying which password they found too weak.
/// </summary>
internal static class QuotedSecret
{
    /// <summary>
    /// A shorter value counts only where it stands alone: it would be found in most sentences by chance.
    /// </summary>
    private const int ShortestAnywhere = 6;

    /// <summary>A quotation may be cut short, by the server or by us: this much of its beginning is enough.</summary>
    private const int LongestNeeded = 16;

    /// <param name="message">What the server said.</param>
    /// <param name="secret">The Secret that it was sent, or a patch of one, as JSON.</param>
    public static bool IsQuotedIn(string message, ReadOnlyMemory<byte> secret)
    {
        if (message.Length == 0)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(secret);
            return IsQuoted(document.RootElement, message);
        }
        catch (JsonException)
        {
            // What can't be looked through may be quoted for all we know.
            return true;
        }
    }

    private static bool IsQuoted(JsonElement element, string message) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => Holds(member) && IsQuoted(member.Value, message)),
        JsonValueKind.Array => element.EnumerateArray().Any(item => IsQuoted(item, message)),
        JsonValueKind.String => Forms(element.GetString()!).Any(form => Stands(form, message)),
        _ => false,
    };

    /// <summary>What identifies a Secret is named in most messages, and is none.</summary>
    private static bool Holds(JsonProperty member) => member.Name is not (
        "apiVersion" or "kind" or "type" or "name" or "namespace" or "generateName" or "labels" or "finalizers"
        or "ownerReferences" or "op" or "path");

    /// <summary>A value as it was sent, and what it is the base64 of, whole and line by line.</summary>
    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        if (Decode(value) is not { Length: > 0 } text)
        {
            yield break;
        }

        yield return text;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            yield return line;
        }
    }

    private static string? Decode(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        return Base64.DecodeFromUtf8InPlace(utf8, out var length) == System.Buffers.OperationStatus.Done
            ? Encoding.UTF8.GetString(utf8, 0, length)
            : null;
    }

    private static bool Stands(string value, string message)
    {
        var form = value.Length > LongestNeeded ? value[..LongestNeeded] : value;
        for (var at = Find(form, message, 0); at >= 0; at = Find(form, message, at + 1))
        {
            if (form.Length >= ShortestAnywhere || (IsEdge(message, at - 1) && IsEdge(message, at + form.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static int Find(string form, string message, int from) =>
        form.Length == 0 ? -1 : message.IndexOf(form, from, StringComparison.Ordinal);

    private static bool IsEdge(string message, int at) =>
        at < 0 || at >= message.Length || !char.IsLetterOrDigit(message[at]);
}
