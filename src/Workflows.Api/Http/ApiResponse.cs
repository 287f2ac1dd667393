using System.Text.Json;
using Workflows.Api.Documents;

namespace Workflows.Api.Http;

/// <summary>An answer, for any host to write.</summary>
/// <param name="Status">The HTTP status.</param>
public sealed record ApiResponse(int Status)
{
    private const string Json = "application/json";

    /// <summary>What a host adds to every answer: nobody is to keep it, and it is what its type says.</summary>
    public static IReadOnlyDictionary<string, string> Always { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Cache-Control"] = "no-store",
        ["X-Content-Type-Options"] = "nosniff",
    };

    /// <summary>Null where there is no body.</summary>
    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>All but the content's type and length.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static ApiResponse Of<T>(int status, T document, string contentType = Json) => new(status)
    {
        ContentType = contentType,
        Body = JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Line),
    };

    public ApiResponse With(string header, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers, StringComparer.Ordinal) { [header] = value } };
}
