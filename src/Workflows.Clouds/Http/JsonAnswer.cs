using System.Text.Json;
using Workflows.Core.Errors;

namespace Workflows.Clouds.Http;

/// <summary>Fields of a cloud's answer. Messages quote no values: answers hold tokens.</summary>
internal sealed class JsonAnswer : IDisposable
{
    private readonly JsonDocument document;
    private readonly string from;

    private JsonAnswer(JsonDocument document, string from) => (this.document, this.from) = (document, from);

    /// <param name="body">The answer.</param>
    /// <param name="from">Whose it is, for messages.</param>
    /// <exception cref="CloudException">It is no JSON object.</exception>
    public static JsonAnswer Read(byte[] body, string from)
    {
        try
        {
            var parsed = JsonDocument.Parse(body);
            if (parsed.RootElement.ValueKind is JsonValueKind.Object)
                return new JsonAnswer(parsed, from);
            parsed.Dispose();
        }
        catch (JsonException)
        {
            // What it quotes can be a token.
        }

        throw new CloudException(ErrorKind.Failed, $"What {from} answered is no JSON object.");
    }

    /// <summary>A text at a path of names; null where there is none.</summary>
    public string? Find(params ReadOnlySpan<string> path)
    {
        var element = document.RootElement;
        foreach (var name in path)
        {
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element.ValueKind is JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;
    }

    /// <exception cref="CloudException">There is none.</exception>
    public string Require(params ReadOnlySpan<string> path) =>
        Find(path) ?? throw new CloudException(ErrorKind.Failed, $"What {from} answered has no {string.Join('.', path!)}.");

    /// <summary>The objects of a list; none where there is no such list.</summary>
    public IEnumerable<JsonElement> List(string name) =>
        document.RootElement.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object)
            : [];

    /// <summary>A number of seconds.</summary>
    /// <exception cref="CloudException">There is none.</exception>
    public TimeSpan RequireSeconds(string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
        && value.TryGetInt32(out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw new CloudException(ErrorKind.Failed, $"What {from} answered has no {name}.");

    /// <summary>A moment.</summary>
    /// <exception cref="CloudException">There is none.</exception>
    public DateTimeOffset RequireTime(string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
        && value.TryGetDateTimeOffset(out var moment)
            ? moment
            : throw new CloudException(ErrorKind.Failed, $"What {from} answered has no {name}.");

    public void Dispose() => document.Dispose();
}
