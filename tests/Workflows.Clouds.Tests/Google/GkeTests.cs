using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Clouds.Tests.Support;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Clouds.Tests.Google;

/// <summary>Clusters of GKE, against answers as Google documents them.</summary>
#pragma warning disable CA1001 // xunit disposes of it, as IAsyncLifetime says.
public sealed class GkeTests : IAsyncLifetime
{
    private const string Described = "GET https://container.googleapis.com/v1/projects/shop-123/locations/europe-west3/clusters/prod";
    private const string Metadata = "GET http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token";
    private const string Token = "POST https://oauth2.googleapis.com/token";

    private static readonly GkeCluster Prod = new("shop-123", "europe-west3", "prod");

    private readonly LocalCloud cloud = new();
    private readonly TemporaryFolder folder = new();
    private int tokens;

    public GkeTests() => cloud.Answer = (asked, request) => asked switch
    {
        Described => Cluster(),
        Metadata when request.Header("Metadata-Flavor") == "Google" => Access(),
        Token => Access(),
        _ => Reply.Json("{}", 500),
    };

    [Fact]
    public async Task A_machine_or_workload_is_known_by_its_metadata_server()
    {
        Assert.Equal("v1.36.0", await cloud.VersionAsync(Prod));

        Assert.Equal([Metadata, Described], cloud.Calls);
        Assert.Equal("Bearer google-secret-1", cloud.Asked[1].Header("Authorization"));
        Assert.Equal(["Bearer google-secret-1"], cloud.Shown);
    }

    [Fact]
    public async Task A_token_serves_until_shortly_before_its_end_and_then_another_does()
    {
        using var client = cloud.Client(Prod);
        await client.GetVersionAsync(CancellationToken.None);
        cloud.Time.Advance(TimeSpan.FromSeconds(3560));
        await client.GetVersionAsync(CancellationToken.None);

        Assert.Equal(["Bearer google-secret-1", "Bearer google-secret-2"], cloud.Shown);
    }

    [Fact]
    public async Task A_service_account_is_known_by_its_key_which_signs_what_it_says_of_itself()
    {
        using var key = RSA.Create(2048);
        UseFile($$"""
            {"type":"service_account","project_id":"shop-123","private_key_id":"k1","private_key":{{JsonSerializer.Serialize(key.ExportPkcs8PrivateKeyPem())}},
            "client_email":"backup@shop-123.iam.gserviceaccount.com","token_uri":"https://oauth2.googleapis.com/token"}
            """);

        await cloud.VersionAsync(Prod);

        Assert.Equal([Token, Described], cloud.Calls);
        var form = cloud.Asked[0].Text;
        Assert.StartsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=", form, StringComparison.Ordinal);
        var jwt = form[(form.LastIndexOf('=') + 1)..].Split('.');
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{jwt[0]}.{jwt[1]}"), Base64Url.DecodeFromChars(jwt[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(jwt[1]));
        Assert.Equal("backup@shop-123.iam.gserviceaccount.com", claims.RootElement.GetProperty("iss").GetString());
        Assert.Equal("https://oauth2.googleapis.com/token", claims.RootElement.GetProperty("aud").GetString());
        Assert.Equal("https://www.googleapis.com/auth/cloud-platform", claims.RootElement.GetProperty("scope").GetString());
        Assert.Equal(
            (cloud.Time.GetUtcNow().ToUnixTimeSeconds(), 3600L),
            (claims.RootElement.GetProperty("iat").GetInt64(), claims.RootElement.GetProperty("exp").GetInt64() - claims.RootElement.GetProperty("iat").GetInt64()));
    }

    [Fact]
    public async Task A_person_is_known_by_what_gcloud_left_of_the_sign_in()
    {
        cloud.Variables["HOME"] = folder.Path("");
        folder.Write(
            ".config/gcloud/application_default_credentials.json",
            """{"type":"authorized_user","client_id":"c","client_secret":"d","refresh_token":"refresh-secret"}""");

        await cloud.VersionAsync(Prod);

        Assert.Equal("grant_type=refresh_token&client_id=c&client_secret=d&refresh_token=refresh-secret", cloud.Asked[0].Text);
    }

    [Theory]
    [InlineData("""{"type":"external_account"}""", "'external_account'")]
    [InlineData("""{"type":"service_account","private_key":"PEM-secret","private_key_id":"k","client_email":"e"}""", "private_key")]
    [InlineData("""{"type":"service_account","token_uri":"http://evil.example"}""", "token_uri")]
    [InlineData("PEM-secret", "no JSON")]
    public async Task A_file_that_can_not_be_used_is_named_and_not_quoted(string content, string said)
    {
        UseFile(content);

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains(folder.Path("credentials.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PEM-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(cloud.Calls);
    }

    [Fact]
    public async Task Without_any_credentials_it_is_said_where_they_were_looked_for()
    {
        cloud.Answer = (_, _) => new Reply { Reset = true };

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(ErrorKind.Denied, error.Kind);
        Assert.Contains("GOOGLE_APPLICATION_CREDENTIALS", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "PERMISSION_DENIED", ErrorKind.Denied, "container.clusters.get")]
    [InlineData(404, "NOT_FOUND", ErrorKind.NotFound, "gcloud container clusters list")]
    public async Task A_refusal_says_what_to_do_and_quotes_no_secret(int status, string code, ErrorKind kind, string advice)
    {
        cloud.Answer = (asked, request) => asked == Metadata ? Access() : Reply.Json(
            $$$"""{"error":{"code":{{{status}}},"message":"you sent {{{request.Header("Authorization")}}}","status":"{{{code}}}"}}""", status);

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Contains($"HTTP {status} {code}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("google-secret", error.ToString(), StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        folder.Dispose();
        await cloud.DisposeAsync();
    }

    private void UseFile(string content) => cloud.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = folder.Write("credentials.json", content);

    private Reply Access() => Reply.Json($$"""{"access_token":"google-secret-{{++tokens}}","expires_in":3599,"token_type":"Bearer"}""");

    private Reply Cluster() => Reply.Json(
        $$$"""{"name":"prod","location":"europe-west3","status":"RUNNING","endpoint":"127.0.0.1:{{{cloud.Api.Port}}}","masterAuth":{"clusterCaCertificate":"{{{cloud.AuthorityData}}}"}}""");
}
