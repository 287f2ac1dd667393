using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Workflows.Clouds.Http;
using Workflows.Core.Errors;

namespace Workflows.Clouds.Aws;

/// <summary>AWS STS: gives credentials of a role to whoever may take it on.</summary>
internal sealed class SecurityTokenService(CloudHttp http, TimeProvider time, string region)
{
    private const string Version = "2011-06-15";

    private static readonly XmlReaderSettings Xml = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>For a token that somebody else vouches with, such as a Kubernetes service account's.</summary>
    public Task<(AwsCredentials Credentials, DateTimeOffset? EndsAt)> AssumeWithWebIdentityAsync(
        string role, string session, string token, CancellationToken cancellationToken) =>
        AssumeAsync(role, [("Action", "AssumeRoleWithWebIdentity"), ("RoleArn", role), ("RoleSessionName", session), ("WebIdentityToken", token)],
            signAs: null, cancellationToken);

    /// <summary>For somebody whom the role trusts.</summary>
    public Task<(AwsCredentials Credentials, DateTimeOffset? EndsAt)> AssumeAsync(
        string role, string session, AwsCredentials signAs, CancellationToken cancellationToken) =>
        AssumeAsync(role, [("Action", "AssumeRole"), ("RoleArn", role), ("RoleSessionName", session)], signAs, cancellationToken);

    private async Task<(AwsCredentials Credentials, DateTimeOffset? EndsAt)> AssumeAsync(
        string role, IEnumerable<(string Name, string Value)> fields, AwsCredentials? signAs, CancellationToken cancellationToken)
    {
        var address = AwsHosts.Sts(region);
        var form = string.Join('&', fields.Append(("Version", Version)).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}"));
        var content = Encoding.ASCII.GetBytes(form);
        var body = await http.SendAsync(
            new CloudCall($"for credentials of {role}", address.Host, () => Create(address, content, signAs))
            {
                Advise = refusal => refusal switch
                {
                    { Code: "ExpiredTokenException" or "ExpiredToken" } => "The credentials, or the token, of this process have expired.",
                    { Code: "InvalidIdentityToken" } => "The role's account does not know who issued the token: register the OpenID Connect provider of the cluster.",
                    { Status: 403 } => "The role's trust policy must name the identity of this process.",
                    { Status: 400 } => "Check the role's ARN and the token.",
                    _ => null,
                },
            },
            cancellationToken);
        return Read(body, address.Host);
    }

    private HttpRequestMessage Create(Uri address, byte[] content, AwsCredentials? signAs)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(content) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        if (signAs is not null)
            RequestSigner.Sign(request, content, signAs, region, "sts", time.GetUtcNow());
        return request;
    }

    private static (AwsCredentials Credentials, DateTimeOffset? EndsAt) Read(byte[] body, string host)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), Xml);
            var fields = XDocument.Load(reader).Descendants().First(element => element.Name.LocalName == "Credentials")
                .Elements().ToDictionary(element => element.Name.LocalName, element => element.Value, StringComparer.Ordinal);
            return (
                new AwsCredentials(fields["AccessKeyId"], fields["SecretAccessKey"], fields["SessionToken"]),
                DateTimeOffset.Parse(fields["Expiration"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        }
        catch (Exception error) when (error is XmlException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new CloudException(ErrorKind.Failed, $"What {host} answered holds no credentials.");
        }
    }
}
