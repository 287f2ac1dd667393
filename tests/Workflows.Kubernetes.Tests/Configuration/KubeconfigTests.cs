using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Configuration;

public sealed class KubeconfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_entries_with_one_name_the_first_files_stands_and_so_does_the_first_current_context()
    {
        var first = folder.Write("a/config", """
            clusters: [{name: shared, cluster: {server: "https://first:1"}}]
            contexts: [{name: one, context: {cluster: shared}}]
            """);
        var second = folder.Write("b/config", """
            current-context: two
            clusters: [{name: shared, cluster: {server: "https://second:2"}}, {name: other, cluster: {server: "https://other:3"}}]
            contexts:
            - {name: two, context: {cluster: shared}}
            - {name: three, context: {cluster: other, namespace: here}}
            """);
        var third = folder.Write("c/config", "current-context: three\n");

        var files = new[] { first, second, third, folder.Path("missing") };
        Assert.Equal("https://first:1/", Load(files, null).Server.AbsoluteUri);
        Assert.Equal("two", Load(files, null).ContextName);
        Assert.Equal("https://other:3/", Load(files, "three").Server.AbsoluteUri);
        Assert.Equal("here", Load(files, "three").DefaultNamespace);
    }

    [Fact]
    public void Unknown_context_is_not_found_and_the_known_ones_are_listed()
    {
        var file = folder.Write("config", Two);

        var error = Assert.Throws<KubeconfigException>(() => Load([file], "nowhere"));

        Assert.Equal(ErrorKind.NotFound, error.Kind);
        Assert.Equal($"There is no context 'nowhere' in {file}. Known contexts: one, two.", error.Message);
    }

    [Theory]
    [InlineData("contexts: [{name: x, context: {cluster: gone}}]\ncurrent-context: x", "'gone', which is not defined")]
    [InlineData("contexts: [{name: x, context: {}}]\ncurrent-context: x", "names no cluster")]
    [InlineData("current-context: x", "current context 'x' is not defined")]
    [InlineData("contexts: [{name: x}]", "names no current context")]
    [InlineData("contexts: [{name: x}, {name: x}]", "defines the context 'x' twice")]
    [InlineData("contexts: [{context: {}}]", "without a name")]
    [InlineData("contexts: [x]", "not a mapping")]
    [InlineData("contexts: {}", "must be a list")]
    [InlineData("kind: Pod", "kind is not Config")]
    [InlineData("- a", "not a mapping")]
    [InlineData("a: b: c", "not valid YAML")]
    [InlineData("a: [", "not valid YAML")]
    [InlineData("a: 1\na: 2", "same key twice")]
    [InlineData("a: *nothing", "anchor")]
    [InlineData("? {a: 1}\n: 2", "key that is not a string")]
    [InlineData("", "names no current context")]
    public void What_is_wrong_with_a_file_is_told_with_its_name(string text, string problem)
    {
        var file = folder.Write("config", text);

        var error = Assert.Throws<KubeconfigException>(() => Load([file], null));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "names no server")]
    [InlineData("""{"server":"ftp://x"}""", "not an http or https URL")]
    [InlineData("""{"server":"x:6443"}""", "not an http or https URL")]
    [InlineData("""{"server":7}""", "not an http or https URL")]
    [InlineData("""{"server":["https://x"]}""", "must be a string")]
    [InlineData("""{"server":"https://x","proxy-url":"gopher://x"}""", "proxy-url")]
    [InlineData("""{"server":"https://x","insecure-skip-tls-verify":"maybe"}""", "must be true or false")]
    [InlineData("""{"server":"https://x","certificate-authority-data":"@@@"}""", "not base64")]
    [InlineData("""{"server":"https://x","certificate-authority-data":"AAAA"}""", "no PEM certificate")]
    [InlineData("""{"server":"https://x","certificate-authority":"missing.crt"}""", "does not exist")]
    public void Wrong_cluster_is_told(string cluster, string problem) => AssertWrong(cluster, "{}", problem);

    [Theory]
    [InlineData("""{"client-certificate-data":"AAAA"}""", "no client key")]
    [InlineData("""{"client-key-data":"AAAA"}""", "no client certificate")]
    [InlineData("""{"client-key-data":"AAAA","client-certificate-data":"AAAA"}""", "not a PEM certificate")]
    [InlineData("""{"auth-provider":{"name":"gcp"}}""", "gke-gcloud-auth-plugin")]
    [InlineData("""{"auth-provider":{"name":"azure"}}""", "kubelogin")]
    [InlineData("""{"as-groups":["g"]}""", "without a user")]
    [InlineData("""{"as":"u","as-groups":["a\nb"]}""", "no header can carry")]
    [InlineData("""{"token":"a b"}""", "characters that no token has")]
    [InlineData("""{"exec":{"command":"x"}}""", "speaks ''")]
    [InlineData("""{"exec":{"command":"x","apiVersion":"client.authentication.k8s.io/v1alpha1"}}""", "v1beta1 are known")]
    [InlineData("""{"exec":{"apiVersion":"client.authentication.k8s.io/v1beta1"}}""", "without a command")]
    [InlineData("""{"exec":{"command":"x","apiVersion":"client.authentication.k8s.io/v1"}}""", "must give an interactiveMode")]
    [InlineData("""{"exec":{"command":"x","apiVersion":"client.authentication.k8s.io/v1","interactiveMode":"Always"}}""", "unattended")]
    public void Wrong_user_is_told(string user, string problem) =>
        AssertWrong("""{"server":"https://x"}""", user, problem);

    [Fact]
    public void Credentials_are_never_quoted_in_errors()
    {
        const string secret = "PLANTED-secret";
        foreach (var text in new[]
        {
            $"users: [{{name: u, user: {{token: {secret}",
            $"users:\n- name: u\n  user:\n    password: {secret}: {secret}",
            $"users: [{{name: u, user: {{token: \"{secret}\\q\"}}}}]",
            $"token: {secret}\ntoken: {secret}",
            $"a: *{secret}",
            KubeconfigText.Of("""{"server":"https://x"}""", $$"""{"client-certificate-data":"{{secret}}","client-key-data":"{{secret}}"}""").ToString(),
        })
        {
            var file = folder.Write("config", text);
            var error = Assert.Throws<KubeconfigException>(() => Load([file], null));
            Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Alias_bombs_and_deep_nesting_are_refused_and_plain_aliases_are_not()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 20).Select(
            i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        var tower = "a0: &a0 {k: v}\n" + string.Concat(Enumerable.Range(1, 100).Select(i => $"a{i}: &a{i} {{k: *a{i - 1}}}\n"));
        foreach (var (text, problem) in new[]
        {
            (bomb, "more than 1000000 values"),
            (tower, "nested deeper"),
            (new string('[', 100_000), "nested deeper"),
            (string.Concat(Enumerable.Range(0, 200).Select(i => new string(' ', i) + "a:\n")), "nested deeper"),
        })
        {
            var error = Assert.Throws<KubeconfigException>(() => Load([folder.Write("config", text)], null));
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }

        var fine = folder.Write("config", """
            base: &base {server: "https://shared:1"}
            clusters: [{name: c, cluster: {<<: *base, tls-server-name: n}}]
            contexts: [{name: x, context: {cluster: c}}]
            current-context: x
            """);
        Assert.Equal("https://shared:1/", Load([fine], null).Server.AbsoluteUri);
    }

    [Fact]
    public void Any_damage_ends_in_a_named_error_or_in_a_connection()
    {
        var random = new Random(7);
        var sound = System.Text.Encoding.UTF8.GetBytes(Two);
        for (var i = 0; i < Campaign.Size(3_000, 1_000_000); i++)
        {
            var text = System.Text.Encoding.UTF8.GetString(Mutation.Of(sound, random));
            try
            {
                Kubernetes.Configuration.KubeconfigFile.Parse(text, "/config");
            }
            catch (KubeconfigException)
            {
                continue;
            }
        }
    }

    private const string Two = """
        apiVersion: v1
        kind: Config
        current-context: one
        clusters:
        - name: c
          cluster: {server: "https://c:6443", insecure-skip-tls-verify: true}
        users:
        - name: u
          user: &u
            token: abc
            exec: {command: x, args: [a, "b", 'c'], env: null}
        contexts:
        - {name: one, context: {cluster: c, user: u}}
        - name: two
          context:
            cluster: c
        """;

    private void AssertWrong(string cluster, string user, string problem)
    {
        var file = folder.Write("config", KubeconfigText.Of(cluster, user).ToString());

        var error = Assert.Throws<KubeconfigException>(() => Load([file], null));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private static ClusterConnection Load(string[] files, string? context) =>
        ClusterConnection.Load(new ClusterReference(files, context));
}
