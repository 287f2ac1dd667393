using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Tests.Certificates;
using Workflows.Kubernetes.Tests.Configuration;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Authentication;

public sealed class ExecPluginTests : IDisposable
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string V1Beta1 = "client.authentication.k8s.io/v1beta1";

    private readonly TemporaryFolder folder = new();
    private readonly EagerTime time = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(V1)]
    [InlineData(V1Beta1)]
    public async Task Plugin_is_told_what_it_needs_and_its_token_is_used(string version)
    {
        var plugin = folder.WriteProgram("bin/plugin", $$"""
            echo "$KUBERNETES_EXEC_INFO" > "{{folder.Path("info")}}"
            echo "$1|$2|$GREETING|$HOME" > "{{folder.Path("arguments")}}"
            echo '{"apiVersion":"{{version}}","kind":"ExecCredential","status":{"token":"t-1"} }'
            """);
        var connection = Load(
            """{"server":"https://1.2.3.4","tls-server-name":"n","certificate-authority-data":"","extensions":[{"name":"client.authentication.k8s.io/exec","extension":{"audience":"a","n":7}}]}""",
            $$"""{"apiVersion":"{{version}}","command":"./bin/plugin","args":["one","two words; $(x)"],"env":[{"name":"GREETING","value":"hi"}],"provideClusterInfo":true,"interactiveMode":"IfAvailable"}""");

        var credential = await connection.Credentials.GetAsync(CancellationToken.None);

        Assert.Equal("Bearer t-1", credential.Authorization);
        Assert.Equal(
            $"one|two words; $(x)|hi|{Environment.GetEnvironmentVariable("HOME")}\n",
            await File.ReadAllTextAsync(folder.Path("arguments")));
        var info = JsonNode.Parse(await File.ReadAllTextAsync(folder.Path("info")))!;
        Assert.Equal(("ExecCredential", version, false), ((string?)info["kind"], (string?)info["apiVersion"], (bool)info["spec"]!["interactive"]!));
        Assert.Equal(
            """{"server":"https://1.2.3.4","tls-server-name":"n","config":{"audience":"a","n":7}}""",
            info["spec"]!["cluster"]!.ToJsonString());
        Assert.True(File.Exists(plugin));
    }

    [Fact]
    public async Task Plugin_runs_once_for_many_and_again_when_its_token_expires()
    {
        var expires = time.GetUtcNow().AddMinutes(10).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var source = Source(Counting($$""","expirationTimestamp":"{{expires}}" """));

        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenAsync(source)));
        Assert.All(tokens, token => Assert.Equal("Bearer t1", token));
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("Bearer t1", await TokenAsync(source));
        time.Advance(TimeSpan.FromSeconds(55));
        Assert.Equal("Bearer t2", await TokenAsync(source));
    }

    [Fact]
    public async Task Refused_token_is_renewed_once_and_a_second_refusal_is_the_answer()
    {
        folder.Write("count", "0");
        folder.WriteProgram("plugin", Counting(""));
        await using var server = new FaultServer((request, _) =>
            request.Header("Authorization") == "Bearer t2" ? Reply.Json("{}") : Reply.Failure(401, "Unauthorized"));
        var source = Source(Counting(""));
        using var client = ClientFor(server, source);

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);
        Assert.Equal(2, server.Requests.Count);
        Assert.True(source.Refuse(await source.GetAsync(CancellationToken.None)));
        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None));

        Assert.True(error.IsUnauthorized);
        Assert.Equal(ErrorKind.Denied, error.Kind);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Certificate_of_a_plugin_is_shown_and_a_new_one_makes_new_connections()
    {
        using var authority = TestAuthority.Create();
        using var certificate = authority.Server();
        await using var server = new FaultServer(
            (request, number) => number == 1 ? Reply.Failure(401) : Reply.Json("{}"), certificate);
        WriteCertificate(authority, "first");
        var source = Source($"cat '{folder.Path("answer")}'");
        using var client = new ClusterClient(
            new ClusterConnection(server.Url, "test", Trust(authority), source), TestClients.Options());

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);
        WriteCertificate(authority, "second");
        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Equal(["CN=first", "CN=first", "CN=second"], server.Requests.Select(request => request.ClientCertificate));
    }

    [Theory]
    [InlineData("exit 3", "exit code 3: it said nothing")]
    [InlineData("echo 'please log in' >&2; exit 1", "please log in")]
    [InlineData("echo nonsense", "not JSON")]
    [InlineData("echo '{}'", "no ExecCredential")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"v2","status":{}}'""", "another version")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}'""", "without a status")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "neither a token")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"x","token":"t"}}'""", "without its key")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t","expirationTimestamp":"soon"}}'""", "no time")]
    [InlineData("head -c 5000000 /dev/zero", "more than")]
    public async Task Failure_of_a_plugin_is_told_with_its_name(string script, string problem)
    {
        var error = await Assert.ThrowsAsync<CredentialException>(() => TokenAsync(Source(script)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("credential plugin", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Denied, error.Kind);
    }

    [Fact]
    public async Task Missing_plugin_is_told_with_its_install_hint()
    {
        var connection = Load(
            """{"server":"https://x"}""",
            $$"""{"apiVersion":"{{V1Beta1}}","command":"./no-such-plugin","installHint":"Get it from example.test."}""");

        var error = await Assert.ThrowsAsync<CredentialException>(
            () => connection.Credentials.GetAsync(CancellationToken.None).AsTask());

        Assert.EndsWith("Get it from example.test.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_plugin_complains_of_is_shown_without_its_secrets()
    {
        const string secret = "eyJhbGciOiJSUzI1NiIsImtpZCI6IlBMQU5URUQifQ";
        var source = new ExecCredentialSource(
            Plugin($"echo \"could not: token={secret} env=$PASS password: hunter2\" >&2; exit 1") with
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PASS"] = "PLANTED" },
            },
            time,
            TimeSpan.FromHours(1));

        var error = await Assert.ThrowsAsync<CredentialException>(() => TokenAsync(source));

        Assert.Contains("could not", error.Message, StringComparison.Ordinal);
        foreach (var hidden in new[] { secret, "PLANTED", "hunter2" })
            Assert.DoesNotContain(hidden, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugin_that_hangs_is_ended()
    {
        var source = new ExecCredentialSource(Plugin("exec sleep 1000"), TimeProvider.System, TimeSpan.FromMilliseconds(100));

        var error = await Assert.ThrowsAsync<CredentialException>(() => TokenAsync(source));

        Assert.Contains("did not end", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> TokenAsync(ExecCredentialSource source) =>
        (await source.GetAsync(CancellationToken.None)).Authorization;

    private static Kubernetes.Transport.ServerTrust Trust(TestAuthority authority) => new(
        Kubernetes.Configuration.PemFiles.ParseAuthorities(authority.Pem, "test"), null, false);

    private ClusterConnection Load(string cluster, string exec)
    {
        var file = folder.Write("config", KubeconfigText.Of(cluster, $$"""{"exec":{{exec}}}""").ToString());
        return ClusterConnection.Load(new ClusterReference([file], null));
    }

    private static ClusterClient ClientFor(FaultServer server, ExecCredentialSource source) => new(
        new ClusterConnection(server.Url, "test", new Kubernetes.Transport.ServerTrust(null, null, false), source),
        TestClients.Options());

    private string Counting(string more) => $$"""
        n=$(cat '{{folder.Path("count")}}' 2>/dev/null || echo 0); n=$((n+1)); echo $n > '{{folder.Path("count")}}'
        echo "{\"apiVersion\":\"{{V1}}\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t$n\"{{more.Replace("\"", "\\\"", StringComparison.Ordinal)}} } }"
        """;

    private ExecCredentialSource Source(string script) => new(Plugin(script), time, TimeSpan.FromHours(1));

    private ExecPlugin Plugin(string script) =>
        new(V1, folder.WriteProgram("plugin", script), [], new Dictionary<string, string>(StringComparer.Ordinal), "the user 'u'");

    private void WriteCertificate(TestAuthority authority, string name)
    {
        var (certificate, key) = authority.Client(name);
        var status = new JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key };
        folder.Write("answer", new JsonObject
        {
            ["apiVersion"] = V1, ["kind"] = "ExecCredential", ["status"] = status,
        }.ToJsonString());
    }
}
