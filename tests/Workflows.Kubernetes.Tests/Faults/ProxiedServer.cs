using System.Security.Cryptography.X509Certificates;
using Workflows.Core.Clusters;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Kubernetes.Tests.Certificates;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Faults;

/// <summary>A scripted server, a proxy before it, and a client that knows only the proxy and tries once.</summary>
internal sealed class ProxiedServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly X509Certificate2 serverCertificate;
    private readonly X509Certificate2 clientCertificate;
    private bool stopped;

    public ProxiedServer(Func<FaultRequest, int, Reply> answer)
    {
        serverCertificate = authority.Server();
        var (certificate, key) = authority.Client("the-proxy");
        clientCertificate = X509Certificate2.CreateFromPem(certificate, key);
        Server = new(answer, serverCertificate);
        Proxy = FaultProxy.Start(new ServerAddress(Server.Url)
        {
            Authorities = [X509Certificate2.CreateFromPem(authority.Pem)],
            ClientCertificate = clientCertificate,
        });
        var kubeconfig = ProxyKubeconfig.Write(Proxy, folder.Path("kubeconfig"), user: "{ token: of-the-client }");
        Client = new(
            ClusterConnection.Load(new ClusterReference([kubeconfig], null)),
            TestClients.Options() with { MaxAttempts = 1, MaxFirstAttempts = 1 });
    }

    public FaultServer Server { get; }

    public FaultProxy Proxy { get; }

    public ClusterClient Client { get; }

    public static ProxiedServer Answering(string json) => new((_, _) => Reply.Json(json));

    public async Task StopServerAsync()
    {
        if (!stopped)
        {
            stopped = true;
            await Server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Proxy.DisposeAsync();
        await StopServerAsync();
        clientCertificate.Dispose();
        serverCertificate.Dispose();
        authority.Dispose();
        folder.Dispose();
    }
}
