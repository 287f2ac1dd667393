using System.Net.Http.Headers;

namespace Workflows.Kubernetes.Transport;

/// <summary>One request as it is meant; each try makes a fresh message of it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query below the server's URL, starting with a slash and already escaped.</param>
/// <param name="Target">What it is about, for errors.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, RequestTarget Target)
{
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    public RepeatSafety Repeat { get; init; } = RepeatSafety.Harmless;

    /// <summary>
    /// Tries in all while the answer is that the service is unavailable (503), where that may last; null for the
    /// client's own number, which is that of all other failures.
    /// </summary>
    public int? MaxUnavailableAttempts { get; init; }

    public HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, new Uri(server.AbsoluteUri.TrimEnd('/') + Path))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        return message;
    }
}
