using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Workflows.Cli.Tests.Serving;

public sealed class TlsTests : IAsyncDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly ServeHarness machine = new();
    private readonly X509Certificate2 authority = Authority("CN=authority");

    [Fact]
    public async Task With_tls_the_token_is_taken_over_an_encrypted_connection()
    {
        var service = await machine.StartAsync([.. ServerOptions()]);
        using var handler = Handler(client: null);
        using var client = ServeHarness.Client(service, machine.Token, handler);

        Assert.Equal("https", service.Url.Scheme);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/backups")).StatusCode);
    }

    [Fact]
    public async Task Clients_are_known_by_certificates_of_the_authority_and_made_for_clients()
    {
        var service = await machine.StartAsync([.. ServerOptions(), "--client-ca", Pem("ca.pem", authority.ExportCertificatePem())]);
        using var foreignAuthority = Authority("CN=authority");
        using var friend = Issue(authority, "CN=friend", ClientUse);
        using var foreigner = Issue(foreignAuthority, "CN=friend", ClientUse);
        using var server = Issue(authority, "CN=server", ServerUse);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, friend, "/v1/backups"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service, client: null, "/v1/backups"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, client: null, "/healthz"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => StatusAsync(service, foreigner, "/v1/backups"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => StatusAsync(service, server, "/v1/backups"));
        Assert.False(File.Exists(machine.TokenPath));
    }

    [Fact]
    public async Task Files_that_are_no_certificates_are_told_of_without_what_is_in_them()
    {
        var file = Pem("cert.pem", "planted-content");

        var run = await machine.Cli.RunAsync("serve", "--listen", "localhost:0", "--tls-cert", file, "--tls-key", file);
        var missing = await machine.Cli.RunAsync("serve", "--listen", "localhost:0", "--tls-cert", "none.pem", "--tls-key", "none.pem");

        Assert.Equal((2, 1), (run.ExitCode, missing.ExitCode));
        Assert.DoesNotContain("planted-content", run.Error, StringComparison.Ordinal);
        Assert.Contains("none.pem", missing.Error, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await machine.DisposeAsync();
        authority.Dispose();
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static X509Certificate2 Issue(X509Certificate2 issuer, string name, string use)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(
            issuer, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private IEnumerable<string> ServerOptions()
    {
        using var server = Issue(authority, "CN=server", ServerUse);
        using var key = server.GetECDsaPrivateKey()!;
        return ["--tls-cert", Pem("tls.crt", server.ExportCertificatePem()), "--tls-key", Pem("tls.key", key.ExportPkcs8PrivateKeyPem())];
    }

    private string Pem(string name, string content)
    {
        var path = Path.Combine(machine.Cli.WorkPath, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Trusts the authority and nobody else, as a real client does.</summary>
    private SocketsHttpHandler Handler(X509Certificate2? client) => new()
    {
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
            ClientCertificates = client is null ? null : [client],
            LocalCertificateSelectionCallback = client is null ? null : (_, _, _, _, _) => client,
        },
    };

    private async Task<HttpStatusCode> StatusAsync(RunningService service, X509Certificate2? client, string path)
    {
        using var handler = Handler(client);
        using var http = ServeHarness.Client(service, token: null, handler);
        return (await http.GetAsync(path)).StatusCode;
    }
}
