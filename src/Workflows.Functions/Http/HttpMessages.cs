using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker.Http;
using Workflows.Api.Http;

namespace Workflows.Functions.Http;

/// <summary>The API's requests and answers as the messages of an HTTP trigger, and nothing more.</summary>
internal static partial class HttpMessages
{
    /// <summary>What the host itself takes from a query, to know who asks: never the API's business.</summary>
    private static readonly HashSet<string> HostParameters = new(StringComparer.OrdinalIgnoreCase) { "code", "clientId" };

    /// <summary>Reads a message as Kestrel would: the path decoded but for slashes, of a parameter the last.</summary>
    public static ApiRequest Read(HttpRequestData message) => new(
        IsHead(message) ? HttpMethod.Get.Method : message.Method.ToUpperInvariant(),
        Uri.UnescapeDataString(EncodedSlash().Replace(message.Url.AbsolutePath, "%25")))
    {
        Query = QueryHelpers.ParseQuery(message.Url.Query)
            .Where(pair => !HostParameters.Contains(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value.LastOrDefault() ?? "", StringComparer.Ordinal),
        Headers = message.Headers.Where(pair => ApiHeaders.IsRead(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value.LastOrDefault() ?? "", StringComparer.OrdinalIgnoreCase),
        ContentType = HeaderOf(message, "Content-Type"),
        ContentLength = long.TryParse(
            HeaderOf(message, "Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null,
        Body = message.Body,
    };

    public static async Task<HttpResponseData> WriteAsync(
        HttpRequestData message, ApiResponse answer, CancellationToken cancellationToken)
    {
        var response = message.CreateResponse();
        response.StatusCode = (HttpStatusCode)answer.Status;
        foreach (var (name, value) in ApiResponse.Always.Concat(answer.Headers))
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        if (answer.ContentType is { } type)
        {
            response.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (!IsHead(message))
        {
            await response.Body.WriteAsync(answer.Body, cancellationToken);
        }

        return response;
    }

    private static bool IsHead(HttpRequestData message) =>
        HttpMethod.Head.Method.Equals(message.Method, StringComparison.OrdinalIgnoreCase);

    private static string? HeaderOf(HttpRequestData message, string name) =>
        message.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    [GeneratedRegex("%(?=2F)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EncodedSlash();
}
