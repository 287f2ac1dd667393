using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>Clusters that are not there, or that would not let anybody in.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class ConnectionTests(BlueAndGreen clusters) : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public Task A_context_that_no_kubeconfig_names_is_not_found() => RefuseAsync(
        exitCode: 4, "nowhere", "--context", "nowhere", "--kubeconfig", clusters.Blue.Kubeconfig);

    [ClustersFact]
    public Task A_kubeconfig_that_is_not_there_is_not_found() =>
        RefuseAsync(exitCode: 4, "missing.kubeconfig", "--kubeconfig", workspace.PathOf("missing.kubeconfig"));

    [ClustersFact]
    public Task A_server_that_does_not_listen_is_named() => RefuseAsync(
        exitCode: 1, "127.0.0.1:1", "--kubeconfig", Kubeconfig("https://127.0.0.1:1", "token: abcdef"));

    [ClustersFact]
    public async Task A_client_certificate_that_has_expired_is_named_as_such()
    {
        var server = (await clusters.Blue.KubectlAsync(
            "config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}")).Exits(0).Output;

        await RefuseAsync(exitCode: 1, "expired", "--kubeconfig", Kubeconfig(server, ExpiredCertificate()));
    }

    [ClustersFact]
    public async Task A_token_that_the_server_does_not_take_is_not_repeated_to_anybody()
    {
        var server = (await clusters.Blue.KubectlAsync(
            "config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}")).Exits(0).Output;
        const string Token = "not-a-token-of-this-cluster";

        var result = (await workspace.RunAsync(
            "backup", "create", "x", "--include-secrets", "--verbose", "--kubeconfig", Kubeconfig(server, $"token: {Token}")))
            .Exits(1);

        Assert.DoesNotContain(Token, result.Error + result.Output, StringComparison.Ordinal);
    }

    private Task RefuseAsync(int exitCode, string says, params string[] connection) =>
        Refusal.AssertAsync(workspace, exitCode, says, ["backup", "create", "x", "--include-secrets", .. connection]);

    private string Kubeconfig(string server, string user)
    {
        var file = workspace.PathOf("own.kubeconfig");
        File.WriteAllText(file, $$"""
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{ name: c, context: { cluster: c, user: u } }]
            clusters: [{ name: c, cluster: { server: "{{server}}", insecure-skip-tls-verify: true } }]
            users:
            - name: u
              user:
                {{user}}
            """);
        return file;
    }

    private static string ExpiredCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=somebody", key, HashAlgorithmName.SHA256);
        var yearAgo = DateTimeOffset.UtcNow.AddYears(-1);
        using var certificate = request.CreateSelfSigned(yearAgo, yearAgo.AddDays(1));
        return $"""
            client-certificate-data: {Base64(certificate.ExportCertificatePem())}
                client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())}
            """;
    }

    private static string Base64(string pem) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(pem));
}
