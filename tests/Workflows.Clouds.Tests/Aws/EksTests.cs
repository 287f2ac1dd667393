using System.Buffers.Text;
using System.Text;
using Workflows.Clouds.Tests.Support;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Clouds.Tests.Aws;

/// <summary>Clusters of EKS, against answers as AWS documents them.</summary>
#pragma warning disable CA1001 // xunit disposes of it, as IAsyncLifetime says.
public sealed class EksTests : IAsyncLifetime
{
    private const string Describe = "GET https://eks.eu-central-1.amazonaws.com/clusters/prod";
    private const string Sts = "POST https://sts.eu-central-1.amazonaws.com/";

    private static readonly EksCluster Prod = new("eu-central-1", "prod");

    private readonly LocalCloud cloud = new();
    private readonly TemporaryFolder folder = new();

    public EksTests()
    {
        cloud.Answer = (asked, _) => asked == Describe ? Described() : Reply.Json("{}", 500);
        cloud.Variables["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
        cloud.Variables["AWS_SECRET_ACCESS_KEY"] = "aws-secret";
    }

    [Fact]
    public async Task The_cluster_is_found_by_a_signed_request_and_gets_a_token_that_names_it()
    {
        Assert.Equal("v1.36.0", await cloud.VersionAsync(Prod));

        Assert.Equal([Describe], cloud.Calls);
        Assert.StartsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-central-1/eks/aws4_request, SignedHeaders=host;x-amz-date, Signature=",
            cloud.Asked[0].Header("Authorization"),
            StringComparison.Ordinal);
        var address = AddressIn(cloud.Shown.Single());
        Assert.Equal("sts.eu-central-1.amazonaws.com", address.Host);
        Assert.StartsWith(
            "?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Feu-central-1%2Fsts%2Faws4_request"
            + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&X-Amz-Signature=",
            address.Query,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_serves_until_shortly_before_its_end_and_then_another_does()
    {
        using var client = cloud.Client(Prod);
        await client.GetVersionAsync(CancellationToken.None);
        cloud.Time.Advance(TimeSpan.FromMinutes(12));
        await client.GetVersionAsync(CancellationToken.None);
        cloud.Time.Advance(TimeSpan.FromMinutes(1));
        await client.GetVersionAsync(CancellationToken.None);

        Assert.Equal(cloud.Shown[0], cloud.Shown[1]);
        Assert.NotEqual(cloud.Shown[1], cloud.Shown[2]);
        Assert.Contains("X-Amz-Date=20260101T001300Z", AddressIn(cloud.Shown[2]).Query, StringComparison.Ordinal);
        Assert.Single(cloud.Calls);
    }

    [Fact]
    public async Task A_workload_is_known_by_its_web_identity_whose_file_is_read_anew_when_credentials_end()
    {
        cloud.Variables.Remove("AWS_ACCESS_KEY_ID");
        cloud.Variables["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/backup";
        cloud.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = folder.Write("token", "web-secret-1\n");
        cloud.Answer = (asked, _) => asked == Sts ? Assumed("AssumeRoleWithWebIdentity") : Described();

        using var client = cloud.Client(Prod);
        await client.GetVersionAsync(CancellationToken.None);
        folder.Write("token", "web-secret-2\n");
        cloud.Time.Advance(TimeSpan.FromMinutes(50));
        await client.GetVersionAsync(CancellationToken.None);
        cloud.Time.Advance(TimeSpan.FromMinutes(20));
        await client.GetVersionAsync(CancellationToken.None);

        Assert.Equal([Sts, Describe, Sts], cloud.Calls);
        Assert.Equal(
            "Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fbackup&RoleSessionName=workflows"
            + "&WebIdentityToken=web-secret-1&Version=2011-06-15",
            cloud.Asked[0].Text);
        Assert.Contains("WebIdentityToken=web-secret-2", cloud.Asked[2].Text, StringComparison.Ordinal);
        Assert.Null(cloud.Asked[0].Header("Authorization"));
        Assert.Equal("session-secret", cloud.Asked[1].Header("X-Amz-Security-Token"));
        Assert.Contains("&X-Amz-Security-Token=session-secret&", AddressIn(cloud.Shown[0]).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_taken_on_where_one_is_named()
    {
        cloud.Answer = (asked, _) => asked == Sts ? Assumed("AssumeRole") : Described();

        await cloud.VersionAsync(Prod with { RoleArn = "arn:aws:iam::123456789012:role/clusters" });

        Assert.Contains("Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fclusters", cloud.Asked[0].Text, StringComparison.Ordinal);
        Assert.Contains("SignedHeaders=content-type;host;x-amz-date,", cloud.Asked[0].Header("Authorization"), StringComparison.Ordinal);
        Assert.Contains("Credential=ASIAASSUMED%2F", AddressIn(cloud.Shown[0]).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_is_known_by_its_metadata_service()
    {
        cloud.Variables.Clear();
        cloud.Answer = (asked, request) => asked switch
        {
            "PUT http://169.254.169.254/latest/api/token" when request.Header("X-aws-ec2-metadata-token-ttl-seconds") == "300" => Text("imds-session"),
            "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/" when request.Header("X-aws-ec2-metadata-token") == "imds-session" =>
                Text("node-role"),
            "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/node-role" => Credentials("ASIANODE"),
            _ => Described(),
        };

        await cloud.VersionAsync(Prod);

        Assert.Equal(4, cloud.Calls.Count);
        Assert.Contains("Credential=ASIANODE%2F", AddressIn(cloud.Shown[0]).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_is_known_by_its_agent_which_is_shown_the_pods_token()
    {
        cloud.Variables.Clear();
        cloud.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials";
        cloud.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = folder.Write("pod", "pod-secret");
        cloud.Answer = (asked, request) =>
            asked == "GET http://169.254.170.23/v1/credentials" && request.Header("Authorization") == "pod-secret" ? Credentials("ASIAPOD") : Described();

        await cloud.VersionAsync(Prod);

        Assert.Contains("Credential=ASIAPOD%2F", AddressIn(cloud.Shown[0]).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_elsewhere_is_sent_nothing()
    {
        cloud.Variables.Clear();
        cloud.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://agent.example/credentials";

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Empty(cloud.Calls);
    }

    [Fact]
    public async Task Without_any_credentials_it_is_said_where_they_were_looked_for()
    {
        cloud.Variables.Remove("AWS_ACCESS_KEY_ID");

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(ErrorKind.Denied, error.Kind);
        Assert.Contains("AWS_WEB_IDENTITY_TOKEN_FILE", error.Message, StringComparison.Ordinal);
        Assert.Empty(cloud.Calls);
    }

    [Theory]
    [InlineData(403, "AccessDeniedException", ErrorKind.Denied, "eks:DescribeCluster")]
    [InlineData(403, "UnrecognizedClientException", ErrorKind.Denied, "clock")]
    [InlineData(404, "ResourceNotFoundException", ErrorKind.NotFound, "aws eks list-clusters")]
    public async Task A_refusal_says_what_to_do_and_quotes_no_secret(int status, string code, ErrorKind kind, string advice)
    {
        cloud.Answer = (_, request) => Reply.Json($"{{\"message\":\"you sent {request.Header("Authorization")}\"}}", status)
            .With("x-amzn-ErrorType", $"{code}:http://internal.amazon.com/coral/");

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Contains($"HTTP {status} {code}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS4-HMAC", error.ToString(), StringComparison.Ordinal);
        Assert.Single(cloud.Calls);
    }

    [Fact]
    public async Task STS_refuses_with_a_code_in_XML()
    {
        cloud.Answer = (_, _) => new Reply
        {
            Status = 403,
            Body = Encoding.UTF8.GetBytes(
                """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>
                <Message>User: aws-secret is not authorized</Message></Error><RequestId>1</RequestId></ErrorResponse>
                """),
        };

        var error = await Assert.ThrowsAsync<CloudException>(
            () => cloud.VersionAsync(Prod with { RoleArn = "arn:aws:iam::123456789012:role/clusters" }));

        Assert.Contains("(HTTP 403 AccessDenied). The role's trust policy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("aws-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        var busy = 2;
        cloud.Answer = (_, _) => busy-- > 0 ? Reply.Json("{}", 503) : Described();

        Assert.Equal("v1.36.0", await cloud.VersionAsync(Prod));
        Assert.Equal(3, cloud.Calls.Count);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_given_up_as_one_that_may_later()
    {
        cloud.Answer = (_, _) => new Reply { Reset = true };
        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.True(error.IsTransient);
        Assert.Equal(4, cloud.Calls.Count);
    }

    [Fact]
    public async Task A_cluster_that_is_being_made_has_no_endpoint_yet()
    {
        cloud.Answer = (_, _) => Reply.Json("""{"cluster":{"name":"prod","status":"CREATING"}}""");

        var error = await Assert.ThrowsAsync<CloudException>(() => cloud.VersionAsync(Prod));

        Assert.Equal((ErrorKind.Unavailable, true), (error.Kind, error.Message.Contains("CREATING", StringComparison.Ordinal)));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        folder.Dispose();
        await cloud.DisposeAsync();
    }

    private Reply Described() => Reply.Json(
        $$$"""
        {"cluster":{"name":"prod","arn":"arn:aws:eks:eu-central-1:123456789012:cluster/prod","version":"1.33","endpoint":"{{{cloud.Api.Url.AbsoluteUri.TrimEnd('/')}}}",
        "roleArn":"arn:aws:iam::123456789012:role/eks","status":"ACTIVE","certificateAuthority":{"data":"{{{cloud.AuthorityData}}}"} }}
        """);

    private Reply Assumed(string action) => new()
    {
        Body = Encoding.UTF8.GetBytes(
            $"""
            <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials>
            <AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>assumed-secret</SecretAccessKey><SessionToken>session-secret</SessionToken>
            <Expiration>{cloud.Time.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials></{action}Result></{action}Response>
            """),
    };

    private Reply Credentials(string id) => Reply.Json(
        $$"""
        {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"{{id}}","SecretAccessKey":"machine-secret","Token":"machine-token",
        "Expiration":"{{cloud.Time.GetUtcNow().AddHours(6):yyyy-MM-ddTHH:mm:ssZ}}"}
        """);

    private static Reply Text(string text) => new() { Body = Encoding.ASCII.GetBytes(text) };

    private static Uri AddressIn(string? authorization)
    {
        Assert.StartsWith("Bearer k8s-aws-v1.", authorization, StringComparison.Ordinal);
        var encoded = authorization!["Bearer k8s-aws-v1.".Length..];
        Assert.DoesNotContain('=', encoded);
        return new Uri(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(encoded)));
    }
}
