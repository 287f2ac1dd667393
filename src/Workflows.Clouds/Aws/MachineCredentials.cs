using System.Net;
using System.Text;
using Workflows.Clouds.Http;
using Workflows.Core.Errors;

namespace Workflows.Clouds.Aws;

/// <summary>Credentials from what AWS puts beside a program: a container's agent, or an instance's metadata service.</summary>
internal sealed class MachineCredentials(CloudEnvironment environment, CloudHttp local)
{
    private const string InstanceRoles = "/latest/meta-data/iam/security-credentials/";

    private static readonly Uri Agent = new("http://169.254.170.2/");
    private static readonly Uri Metadata = new("http://169.254.169.254/");
    private static readonly string[] AgentHosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    /// <returns>Null where there is neither.</returns>
    public async Task<(AwsCredentials, DateTimeOffset?)?> FindAsync(CancellationToken cancellationToken)
    {
        if (environment.Filled("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } path)
            return await OfContainerAsync(new Uri(Agent, path), cancellationToken);
        if (environment.Filled("AWS_CONTAINER_CREDENTIALS_FULL_URI") is { } full)
            return await OfContainerAsync(AgentAddress(full), cancellationToken);
        return string.Equals(environment.Filled("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : await OfInstanceAsync(cancellationToken);
    }

    /// <summary>As AWS's own tools: the agent is on this machine or speaks TLS, since it is sent a token.</summary>
    private static Uri AgentAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp && (AgentHosts.Contains(address.Host, StringComparer.Ordinal) || IsLoopback(address))))
            ? address
            : throw new CloudException(ErrorKind.Usage, "AWS_CONTAINER_CREDENTIALS_FULL_URI is no address of an agent on this machine.");

    private static bool IsLoopback(Uri address) => IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip);

    private async Task<(AwsCredentials, DateTimeOffset?)> OfContainerAsync(Uri address, CancellationToken cancellationToken)
    {
        var authorization = environment.Filled("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file
            ? await IdentityFile.ReadAsync(file, cancellationToken)
            : environment.Filled("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        var body = await local.SendAsync(
            new CloudCall("for the container's credentials", address.Host, () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (authorization is not null)
                    request.Headers.TryAddWithoutValidation("Authorization", authorization);
                return request;
            })
            {
                Limit = TimeSpan.FromSeconds(5),
            },
            cancellationToken);
        return Read(body, address.Host);
    }

    private async Task<(AwsCredentials, DateTimeOffset?)?> OfInstanceAsync(CancellationToken cancellationToken)
    {
        byte[] session;
        try
        {
            // Most machines are none of AWS's: then nobody is there, and nobody is waited for.
            session = await local.SendAsync(
                new CloudCall("for a session", Metadata.Host, () => Asking(HttpMethod.Put, "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "300"))
                {
                    Tries = 1,
                    Limit = TimeSpan.FromSeconds(2),
                },
                cancellationToken);
        }
        catch (CloudException)
        {
            return null;
        }

        var token = Encoding.ASCII.GetString(session);
        var role = Encoding.ASCII.GetString(await GetAsync("for the instance's role", InstanceRoles, token, cancellationToken)).Split('\n')[0].Trim();
        return Read(
            await GetAsync("for the instance's credentials", InstanceRoles + Uri.EscapeDataString(role), token, cancellationToken), Metadata.Host);
    }

    private Task<byte[]> GetAsync(string what, string path, string token, CancellationToken cancellationToken) => local.SendAsync(
        new CloudCall(what, Metadata.Host, () => Asking(HttpMethod.Get, path, "X-aws-ec2-metadata-token", token))
        {
            Limit = TimeSpan.FromSeconds(5),
            Advise = refusal => refusal.Status == 404 ? "The instance has no role: give it an instance profile." : null,
        },
        cancellationToken);

    private static HttpRequestMessage Asking(HttpMethod method, string path, string header, string value)
    {
        var request = new HttpRequestMessage(method, new Uri(Metadata, path));
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private static (AwsCredentials, DateTimeOffset?) Read(byte[] body, string from)
    {
        using var answer = JsonAnswer.Read(body, from);
        return (
            new AwsCredentials(answer.Require("AccessKeyId"), answer.Require("SecretAccessKey"), answer.Require("Token")),
            answer.RequireTime("Expiration"));
    }
}
