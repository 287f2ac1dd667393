using System.Net;
using System.Net.Sockets;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Transport;

public class FirstContactTests
{
    [Fact]
    public async Task Server_that_never_answered_is_given_up_soon_with_its_address()
    {
        var time = new EagerTime();
        var url = Unused();
        using var client = TestClients.For(url, TestClients.Options(time));

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => client.GetVersionAsync(CancellationToken.None));

        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
        Assert.Equal(ErrorKind.Unavailable, error.Kind);
        Assert.Contains(url.AbsoluteUri, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, time.Waits.Count);
    }

    [Fact]
    public async Task Create_is_repeated_while_nothing_listens_since_nothing_was_sent()
    {
        var time = new EagerTime();
        using var client = TestClients.For(Unused(), TestClients.Options(time));

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() => client.CreateAsync(
            TestClients.ConfigMaps, "ns", "{}"u8.ToArray(), null, CancellationToken.None));

        Assert.False(error.OutcomeUnknown);
        Assert.Equal(2, time.Waits.Count);
    }

    [Fact]
    public async Task Server_that_has_answered_before_is_waited_for_longer()
    {
        var time = new EagerTime();
        var server = FaultServer.Script(Reply.Json("""{"major":"1","minor":"27+","gitVersion":"v1.27.3-gke.100"}""") with { CloseAfter = true });
        using var client = TestClients.For(server.Url, TestClients.Options(time));
        var version = await client.GetVersionAsync(CancellationToken.None);
        Assert.Equal(new ServerVersion(1, 27, "v1.27.3-gke.100"), version);
        await server.DisposeAsync();

        await Assert.ThrowsAsync<KubernetesConnectionException>(() => client.GetVersionAsync(CancellationToken.None));

        Assert.Equal(7, time.Waits.Count);
    }

    [Fact]
    public async Task Name_that_DNS_does_not_know_is_told()
    {
        using var client = TestClients.For(new Uri("http://no-such-host.invalid:1"));

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => client.GetVersionAsync(CancellationToken.None));

        Assert.Contains("no-such-host.invalid", error.Message, StringComparison.Ordinal);
        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("%2e%2e")]
    [InlineData("a\nb")]
    public async Task Names_that_would_leave_their_place_in_the_URL_are_not_sent(string name)
    {
        await using var server = FaultServer.Script(Reply.Json("{}"));
        using var client = TestClients.For(server.Url);

        await Assert.ThrowsAsync<InvalidRequestException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", name, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => client.GetAsync(TestClients.ConfigMaps, name, "a", CancellationToken.None));
        await Assert.ThrowsAsync<InvalidRequestException>(() => client.GetAsync(
            TestClients.ConfigMaps with { Group = "g", Plural = name }, "ns", "a", CancellationToken.None));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public Task Names_that_are_no_unicode_are_not_sent() =>
        Names_that_would_leave_their_place_in_the_URL_are_not_sent(new string((char)0xd800, 1));

    [Fact]
    public async Task Namespace_is_asked_for_where_there_is_one_and_refused_where_there_is_none()
    {
        await using var server = FaultServer.Script(Reply.Json("{}"));
        using var client = TestClients.For(server.Url);

        await Assert.ThrowsAsync<InvalidRequestException>(
            () => client.GetAsync(TestClients.ConfigMaps, null, "a", CancellationToken.None));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => client.GetAsync(TestClients.Namespaces, "ns", "a", CancellationToken.None));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Path_of_the_server_stays_in_front()
    {
        await using var server = FaultServer.Script(Reply.Json("{}"));
        using var client = TestClients.For(new Uri(server.Url, "/k8s/clusters/c-1/"));

        await client.GetAsync(TestClients.Deployments, "ns", "a b", CancellationToken.None);

        Assert.Equal("/k8s/clusters/c-1/apis/apps/v1/namespaces/ns/deployments/a%20b", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task Proxy_of_the_kubeconfig_is_used_with_its_password()
    {
        await using var proxy = new FaultServer((request, _) =>
            request.Header("Proxy-Authorization") is null
                ? new Reply { Status = 407 }.With("Proxy-Authenticate", "Basic realm=\"x\"")
                : Reply.Json("{}"));
        var connection = new ClusterConnection("test", new ClusterEndpoint(
            new Uri("http://cluster.invalid:6443"), new Kubernetes.Transport.ServerTrust(null, null, false),
            new Kubernetes.Authentication.FixedCredentialSource(Kubernetes.Authentication.Credential.None))
        {
            Proxy = new UriBuilder(proxy.Url) { UserName = "u%40x", Password = "p" }.Uri,
        });
        using var client = new ClusterClient(connection, TestClients.Options());

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        var last = proxy.Requests.Last();
        Assert.Equal("http://cluster.invalid:6443/api/v1/namespaces/ns/configmaps/a", last.Path);
        Assert.Equal($"Basic {Convert.ToBase64String("u@x:p"u8)}", last.Header("Proxy-Authorization"));
    }

    private static Uri Unused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
