using System.Text;
using System.Text.Json;
using Workflows.Api.Http;

namespace Workflows.Api.Tests.Harness;

/// <summary>An answer of the API.</summary>
internal sealed record Answer(int Status, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The fields that problem details complain of.</summary>
    public IReadOnlyList<string> Fields =>
        [.. Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!)];

    public static Answer Of(ApiResponse response) =>
        new(response.Status, response.ContentType, Encoding.UTF8.GetString(response.Body.Span), response.Headers);
}
