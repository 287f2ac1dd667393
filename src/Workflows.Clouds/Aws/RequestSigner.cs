using System.Text;

namespace Workflows.Clouds.Aws;

/// <summary>Signs requests for AWS, in a header or in the address itself (Signature Version 4).</summary>
internal static class RequestSigner
{
    /// <summary>Adds what proves who sends a request.</summary>
    /// <param name="request">The request; all the headers that it has by now are signed.</param>
    /// <param name="body">Its body.</param>
    /// <param name="credentials">Who sends it.</param>
    /// <param name="region">The region that it is for.</param>
    /// <param name="service">The service, as AWS names it in signatures.</param>
    /// <param name="now">The time: AWS refuses requests of another.</param>
    public static void Sign(
        HttpRequestMessage request, ReadOnlySpan<byte> body, AwsCredentials credentials, string region, string service, DateTimeOffset now)
    {
        var key = new SigningKey(credentials, region, service, now);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", key.Time);
        if (credentials.SessionToken is { } session)
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", session);

        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority };
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers.Where(IsSigned) ?? []))
            headers[Lower(name)] = string.Join(',', values.Select(Trimmed));

        var (canonical, signed) = Canonical(request.Method, request.RequestUri, headers, SigningKey.Hash(body));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{SigningKey.Algorithm} Credential={key.Credential}, SignedHeaders={signed}, Signature={key.Sign(canonical)}");
    }

    /// <summary>An address that whoever has it may send a GET to, with the headers given, for a while.</summary>
    /// <param name="address">The address.</param>
    /// <param name="headers">Headers that must be sent along as they are here.</param>
    /// <param name="payloadHash">The hash of the body, or what stands for any.</param>
    /// <param name="holdsFor">For how long, from now.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">The region that it is for.</param>
    /// <param name="service">The service.</param>
    /// <param name="now">The time.</param>
    public static Uri Presign(
        Uri address,
        IReadOnlyDictionary<string, string> headers,
        string payloadHash,
        TimeSpan holdsFor,
        AwsCredentials credentials,
        string region,
        string service,
        DateTimeOffset now)
    {
        var key = new SigningKey(credentials, region, service, now);
        var signedHeaders = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = address.Authority };
        foreach (var (name, value) in headers)
            signedHeaders[Lower(name)] = Trimmed(value);

        var query = new StringBuilder(address.Query.Length > 0 ? $"{address.Query}&" : "?")
            .Append("X-Amz-Algorithm=").Append(SigningKey.Algorithm)
            .Append("&X-Amz-Credential=").Append(Uri.EscapeDataString(key.Credential))
            .Append("&X-Amz-Date=").Append(key.Time)
            .Append("&X-Amz-Expires=").Append((long)holdsFor.TotalSeconds);
        if (credentials.SessionToken is { } session)
            query.Append("&X-Amz-Security-Token=").Append(Uri.EscapeDataString(session));
        query.Append("&X-Amz-SignedHeaders=").Append(Uri.EscapeDataString(string.Join(';', signedHeaders.Keys)));

        var unsigned = new Uri(address.GetLeftPart(UriPartial.Path) + query);
        var (canonical, _) = Canonical(HttpMethod.Get, unsigned, signedHeaders, payloadHash);
        return new Uri($"{unsigned.AbsoluteUri}&X-Amz-Signature={key.Sign(canonical)}");
    }

    private static (string Canonical, string SignedHeaders) Canonical(
        HttpMethod method, Uri address, SortedDictionary<string, string> headers, string payloadHash)
    {
        var signed = string.Join(';', headers.Keys);
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        return ($"{method}\n{PathOf(address)}\n{QueryOf(address)}\n{lines}\n{signed}\n{payloadHash}", signed);
    }

    /// <summary>All services but S3 want what is escaped in the path escaped once more.</summary>
    private static string PathOf(Uri address) =>
        string.Join('/', address.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string QueryOf(Uri address)
    {
        var pairs = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Name: Once(pair[0]), Value: Once(pair.Length > 1 ? pair[1] : "")))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal);
        return string.Join('&', pairs.Select(pair => $"{pair.Name}={pair.Value}"));
    }

    private static string Once(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    /// <summary>The length is the connection's business.</summary>
    private static bool IsSigned(KeyValuePair<string, IEnumerable<string>> header) =>
        !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);

    private static string Trimmed(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

#pragma warning disable CA1308 // AWS wants header names in lower case.
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
