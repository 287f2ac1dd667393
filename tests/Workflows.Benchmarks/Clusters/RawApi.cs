using System.Buffers;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Workflows.Benchmarks.Clusters;

/// <summary>
/// An API server with nothing between: bytes out, bytes in, over HTTP/2 and as many connections as the product uses.
/// No retries, no limits, no thought given to an answer beyond its status.
/// </summary>
internal sealed class RawApi : IDisposable
{
    private const int Connections = 4;

    /// <summary>What a list says of itself stands before its items.</summary>
    private const int HeadBytes = 4096;

    private readonly HttpMessageInvoker[] invokers;
    private readonly Uri server;
    private int next;

    private RawApi(Uri server, X509Certificate2 authority, X509Certificate2 client)
    {
        this.server = server;
        invokers = [.. Enumerable.Range(0, Connections).Select(_ => new HttpMessageInvoker(Handler(authority, client)))];
    }

    /// <summary>Reads a kubeconfig that the control plane's script wrote, with everything inside it.</summary>
    public static RawApi Open(string kubeconfig)
    {
        var yaml = new YamlStream();
        using (var reader = File.OpenText(kubeconfig))
        {
            yaml.Load(reader);
        }

        var root = yaml.Documents[0].RootNode;
        var cluster = root["clusters"][0]["cluster"];
        var user = root["users"][0]["user"];
        return new(
            new Uri(cluster["server"].ToString()),
            X509CertificateLoader.LoadCertificate(Convert.FromBase64String(cluster["certificate-authority-data"].ToString())),
            X509Certificate2.CreateFromPem(Pem(user["client-certificate-data"]), Pem(user["client-key-data"])));

        static string Pem(YamlNode data) => Encoding.UTF8.GetString(Convert.FromBase64String(data.ToString()));
    }

    /// <summary>Fetches and throws away.</summary>
    /// <returns>The token of the list's next page; null when there is none.</returns>
    public async Task<string?> DiscardAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            var head = await stream.ReadAtLeastAsync(buffer.AsMemory(0, HeadBytes), HeadBytes, false, cancellationToken);
            var token = ContinueToken(buffer.AsSpan(0, head));
            while (await stream.ReadAsync(buffer, cancellationToken) > 0)
            {
            }

            return token;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task<byte[]> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Creates an object; the answer is read to its end and thrown away.</summary>
    public async Task PostAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, cancellationToken);
        await response.Content.CopyToAsync(Stream.Null, cancellationToken);
    }

    public void Dispose() => Array.ForEach(invokers, invoker => invoker.Dispose());

    private static string? ContinueToken(ReadOnlySpan<byte> head)
    {
        var name = "\"continue\":\""u8;
        var at = head.IndexOf(name);
        if (at < 0)
        {
            return null;
        }

        var rest = head[(at + name.Length)..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Accept.Add(new("application/json"));
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        var invoker = invokers[(uint)Interlocked.Increment(ref next) % Connections];
        var response = await invoker.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        var said = await response.Content.ReadAsStringAsync(cancellationToken);
        response.Dispose();
        throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {said}", null, response.StatusCode);
    }

    private static SocketsHttpHandler Handler(X509Certificate2 authority, X509Certificate2 client)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(authority);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 1 << 20,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = trust,
                ClientCertificateContext = SslStreamCertificateContext.Create(client, null, offline: true),
            },
        };
    }
}
