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
    private readonly ClusterConnection connection;
    private readonly ClusterClientOptions options;
    private readonly Lock gate = new();
    private HttpMessageInvoker?[] invokers;
    private ClientCertificate? certificate;
    private bool disposed;
    private uint next;

    public ConnectionSet(ClusterConnection connection, ClusterClientOptions options)
    {
        this.connection = connection;
        this.options = options;
        invokers = new HttpMessageInvoker?[Math.Max(1, options.Connections)];
    }

    public HttpMessageInvoker Next(ClientCertificate? certificate)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!ReferenceEquals(certificate, this.certificate))
            {
                // What is under way on the old connections ends by itself.
                Array.ForEach(invokers, invoker => invoker?.Dispose());
                invokers = new HttpMessageInvoker?[invokers.Length];
                this.certificate = certificate;
            }

            var index = (int)(next++ % (uint)invokers.Length);
            return invokers[index] ??= new HttpMessageInvoker(CreateHandler(certificate));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Array.ForEach(invokers, invoker => invoker?.Dispose());
        }
    }

    private SocketsHttpHandler CreateHandler(ClientCertificate? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the credentials to wherever the answer says.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = options.Gzip ? DecompressionMethods.GZip : DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 256 << 10,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        };
        ConfigureProxy(handler);
        if (connection.Impersonation is { Repeated: { IsEmpty: false } repeated })
            handler.PlaintextStreamFilter = (context, _) => repeated.Filter(context.PlaintextStream);
        if (connection.Server.Scheme == Uri.UriSchemeHttps)
            ConfigureTls(handler.SslOptions, certificate);
        return handler;
    }

    private void ConfigureTls(SslClientAuthenticationOptions tls, ClientCertificate? certificate)
    {
        connection.Trust.Configure(tls);
        if (certificate is not null)
            tls.ClientCertificateContext = certificate.Context;
    }

    private void ConfigureProxy(SocketsHttpHandler handler)
    {
        if (connection.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(new UriBuilder(proxy) { UserName = "", Password = "" }.Uri)
            {
                Credentials = ProxyCredentials(proxy),
            };
        }
        else if (connection.Server.IsLoopback)
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
