using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Workflows.Faults.Connecting;

namespace Workflows.Faults.Wire;

/// <summary>The server behind the proxy, spoken to with credentials that clients of the proxy need not have.</summary>
internal sealed class Upstream : IDisposable
{
    /// <summary>What belongs to one connection, and what the forwarding itself sets.</summary>
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Host", "Content-Length", "Content-Type",
    };

    private readonly ServerAddress server;
    private readonly HttpMessageInvoker http;

    public Upstream(ServerAddress server)
    {
        this.server = server;
        http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            SslOptions = TlsTo(server),
        });
    }

    /// <exception cref="HttpRequestException">The server gave no answer.</exception>
    public Task<HttpResponseMessage> SendAsync(ProxiedRequest request, string pathAndQuery, CancellationToken ct)
    {
        var message = new HttpRequestMessage(
            new HttpMethod(request.Method), new Uri(server.Url.AbsoluteUri.TrimEnd('/') + pathAndQuery))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (request.Body.Length > 0)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.Header("Content-Type"));
        }

        foreach (var (name, value) in request.Headers.Where(header => IsForwarded(header.Name)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return http.SendAsync(message, ct);
    }

    /// <summary>The headers of an answer that a client is given.</summary>
    public static IEnumerable<(string Name, string Value)> HeadersOf(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers)
            .Where(header => !NotForwarded.Contains(header.Key) || header.Key == "Content-Type")
            .SelectMany(header => header.Value.Select(value => (header.Key, value)));

    public void Dispose() => http.Dispose();

    /// <summary>Where the proxy has a certificate to show, what the client would prove itself with is not passed on.</summary>
    private bool IsForwarded(string header) =>
        !NotForwarded.Contains(header)
        && (server.ClientCertificate is null || !header.Equals("Authorization", StringComparison.OrdinalIgnoreCase));

    private static SslClientAuthenticationOptions TlsTo(ServerAddress server)
    {
        var tls = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = X509RevocationMode.NoCheck };
        if (server.ClientCertificate is { } certificate)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        if (server.Authorities is { } authorities)
        {
            tls.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return tls;
    }
}
