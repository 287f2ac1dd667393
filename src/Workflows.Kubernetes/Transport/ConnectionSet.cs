using System.Net;
using System.Net.Security;
using Workflows.Kubernetes.Authentication;

namespace Workflows.Kubernetes.Transport;

/// <summary>
/// The connections to one server, spread over several so that one TCP stream's flow control is no bottleneck and a
/// balancer can spread them. A new client certificate means new connections, as it is shown when one is made.
/// </summary>
internal sealed class ConnectionSet : IDisposable
{
    private readonly ClusterConnection _connection;
    private readonly ClusterClientOptions _options;
    private readonly Lock _gate = new();
    private HttpMessageInvoker?[] _invokers;
    private ClientCertificate? _certificate;
    private bool _disposed;
    private uint _next;

    public ConnectionSet(ClusterConnection connection, ClusterClientOptions options)
    {
        _connection = connection;
        _options = options;
        _invokers = new HttpMessageInvoker?[Math.Max(1, options.Connections)];
    }

    public HttpMessageInvoker Next(ClientCertificate? certificate)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!ReferenceEquals(certificate, _certificate))
            {
                // What is under way on the old connections ends by itself.
                Array.ForEach(_invokers, invoker => invoker?.Dispose());
                _invokers = new HttpMessageInvoker?[_invokers.Length];
                _certificate = certificate;
            }

            var index = (int)(_next++ % (uint)_invokers.Length);
            return _invokers[index] ??= new HttpMessageInvoker(CreateHandler(certificate));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Array.ForEach(_invokers, invoker => invoker?.Dispose());
        }
    }

    private SocketsHttpHandler CreateHandler(ClientCertificate? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the credentials to wherever the answer says.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = _options.Gzip ? DecompressionMethods.GZip : DecompressionMethods.None,
            ConnectTimeout = _options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 1 << 20,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        };
        ConfigureProxy(handler);
        if (_connection.Impersonation is { Repeated: { IsEmpty: false } repeated })
            handler.PlaintextStreamFilter = (context, _) => repeated.Filter(context.PlaintextStream);
        if (_connection.Server.Scheme == Uri.UriSchemeHttps)
            ConfigureTls(handler.SslOptions, certificate);
        return handler;
    }

    private void ConfigureTls(SslClientAuthenticationOptions tls, ClientCertificate? certificate)
    {
        _connection.Trust.Configure(tls);
        if (certificate is not null)
            tls.ClientCertificateContext = certificate.Context;
    }

    private void ConfigureProxy(SocketsHttpHandler handler)
    {
        if (_connection.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(new UriBuilder(proxy) { UserName = "", Password = "" }.Uri)
            {
                Credentials = ProxyCredentials(proxy),
            };
        }
        else if (_connection.Server.IsLoopback)
        {
            // As Go does: the environment's proxy is not for this machine.
            handler.UseProxy = false;
        }
    }

    private static NetworkCredential? ProxyCredentials(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
            return null;
        var parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(
            Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
