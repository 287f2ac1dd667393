using Workflows.Core.Clusters;
using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Tests.Certificates;
using Workflows.Kubernetes.Tests.Configuration;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Authentication;

public sealed class TokenTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestAuthority authority = TestAuthority.Create();

    public void Dispose()
    {
        authority.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("""{"token":"t1"}""", "Bearer t1")]
    [InlineData("""{"username":"u","password":"p:w"}""", "Basic dTpwOnc=")]
    [InlineData("""{"token":"t1","username":"u","password":"p"}""", "Bearer t1")]
    [InlineData("{}", null)]
    public async Task Credentials_of_the_kubeconfig_are_sent(string user, string? header)
    {
        using var certificate = authority.Server();
        await using var server = new FaultServer((_, _) => Reply.Json("{}"), certificate);
        using var client = Client(server.Url, user);

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Equal(header, Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Credentials_are_not_sent_over_plain_http()
    {
        await using var server = FaultServer.Script(Reply.Json("{}"));
        using var client = Client(server.Url, """{"token":"t1"}""");

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Null(Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Redirects_are_not_followed_since_they_could_carry_the_token_away()
    {
        await using var elsewhere = FaultServer.Script(Reply.Json("{}"));
        await using var server = FaultServer.Script(
            new Reply { Status = 307 }.With("Location", elsewhere.Url.AbsoluteUri));
        using var client = Client(server.Url, "{}");

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None));

        Assert.Equal(307, error.HttpStatus);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Token_file_is_read_again_after_a_while_and_kept_while_it_is_gone()
    {
        var time = new EagerTime();
        var path = folder.Write("token", "one\n");
        var source = new TokenFileCredentialSource(path, null, time);

        Assert.Equal("Bearer one", await HeaderAsync(source));
        File.WriteAllText(path, "two");
        Assert.Equal("Bearer one", await HeaderAsync(source));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("Bearer two", await HeaderAsync(source));
        File.Delete(path);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("Bearer two", await HeaderAsync(source));
    }

    [Fact]
    public async Task Missing_token_file_is_told_unless_there_is_a_token_beside_it()
    {
        var path = folder.Path("missing");
        var error = await Assert.ThrowsAsync<CredentialException>(
            () => new TokenFileCredentialSource(path, null, new EagerTime()).GetAsync(CancellationToken.None).AsTask());

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal("Bearer t", await HeaderAsync(new TokenFileCredentialSource(path, "t", new EagerTime())));
    }

    [Fact]
    public async Task Impersonation_sends_each_value_in_a_header_of_its_own()
    {
        await using var server = FaultServer.Script(Reply.Json("{}"));
        using var client = Client(
            server.Url,
            """{"as":"jane","as-uid":"7","as-groups":["g, 1","g2","g3"],"as-user-extra":{"Reason/Why":["a","b"],"x":["c"]}}""");

        await client.CreateAsync(
            TestClients.ConfigMaps, "ns", System.Text.Encoding.UTF8.GetBytes(new string(' ', 9000) + "{}"), null,
            CancellationToken.None);

        var request = Assert.Single(server.Requests);
        Assert.Equal("jane", request.Header("Impersonate-User"));
        Assert.Equal("7", request.Header("Impersonate-Uid"));
        Assert.Equal(["g, 1", "g2", "g3"], request.Headers["Impersonate-Group"]);
        Assert.Equal(["a", "b"], request.Headers["Impersonate-Extra-reason%2Fwhy"]);
        Assert.Equal(["c"], request.Headers["Impersonate-Extra-x"]);
        Assert.Equal(9002, request.Body.Length);
    }

    [Fact]
    public async Task Impersonation_stays_whole_with_a_head_longer_than_any_buffer()
    {
        await using var server = FaultServer.Script(Reply.Json("""{"items":[],"metadata":{}}"""));
        var groups = Enumerable.Range(0, 300).Select(i => $"group-{i}-{new string('x', 60)}").ToArray();
        using var client = Client(
            server.Url, $$"""{"as":"jane","as-groups":{{System.Text.Json.JsonSerializer.Serialize(groups)}}}""");

        for (var length = 0; length < 200; length += 7)
        {
            using var page = await client.ListPageAsync(
                TestClients.ConfigMaps, "ns", new ListQuery { LabelSelector = new string('a', 3900 + length) },
                CancellationToken.None);
        }

        Assert.All(server.Requests, request => Assert.Equal(groups, request.Headers["Impersonate-Group"]));
    }

    [Fact]
    public async Task In_cluster_the_service_account_is_used()
    {
        using var certificate = authority.Server();
        await using var server = new FaultServer((_, _) => Reply.Json("{}"), certificate);
        folder.Write("ca.crt", authority.Pem);
        folder.Write("token", "pod-token");
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1",
            ["KUBERNETES_SERVICE_PORT"] = server.Port.ToString(),
        };

        var connection = ClusterConnection.Load(
            new ClusterReference([], null), environment, folder.Path(""), new EagerTime());
        using var client = new ClusterClient(connection, TestClients.Options());
        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Equal("in-cluster", connection.ContextName);
        Assert.Equal("Bearer pod-token", Assert.Single(server.Requests).Header("Authorization"));
    }

    private static async Task<string?> HeaderAsync(TokenFileCredentialSource source) =>
        (await source.GetAsync(CancellationToken.None)).Authorization;

    private ClusterClient Client(Uri server, string user)
    {
        var config = KubeconfigText.For(server, user);
        if (server.Scheme == "https")
            config.SetAuthority(authority.Pem);
        return new ClusterClient(
            ClusterConnection.Load(new ClusterReference([folder.Write("config", config.ToString())], null)),
            TestClients.Options());
    }
}
