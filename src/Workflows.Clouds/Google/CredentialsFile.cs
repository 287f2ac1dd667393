using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Clouds.Http;
using Workflows.Core.Errors;

namespace Workflows.Clouds.Google;

/// <summary>A file of Google credentials: a service account's key, or what <c>gcloud</c> left of a person's sign-in.</summary>
internal sealed class CredentialsFile
{
    private const string UsualTokenAddress = "https://oauth2.googleapis.com/token";

    private readonly string file;
    private readonly IReadOnlyDictionary<string, string> fields;

    private CredentialsFile(string file, IReadOnlyDictionary<string, string> fields) => (this.file, this.fields) = (file, fields);

    /// <exception cref="CloudException">It can't be read, or is of a kind that is not known.</exception>
    public static async Task<CredentialsFile> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var text = await IdentityFile.ReadAsync(file, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(text);
            var texts = document.RootElement.EnumerateObject()
                .Where(field => field.Value.ValueKind is JsonValueKind.String)
                .ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal);
            return new CredentialsFile(file, texts);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CloudException(ErrorKind.Usage, $"The file {file} holds no Google credentials: it is no JSON object.");
        }
    }

    /// <summary>The request that gets a token for what is in the file.</summary>
    /// <exception cref="CloudException">It is of a kind that is not known, or not whole.</exception>
    public CloudCall Exchange(DateTimeOffset now) => fields.GetValueOrDefault("type") switch
    {
        "service_account" => Asking(TokenAddress, [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", Assertion(now))]),
        "authorized_user" => Asking(new Uri(UsualTokenAddress), [
            ("grant_type", "refresh_token"), ("client_id", Require("client_id")), ("client_secret", Require("client_secret")),
            ("refresh_token", Require("refresh_token")),
        ]),
        var other => throw new CloudException(
            ErrorKind.Usage,
            $"The file {file} holds Google credentials of the type '{Quotable(other)}'; 'service_account' and 'authorized_user' are known. "
            + "On Google's machines and in its clusters leave GOOGLE_APPLICATION_CREDENTIALS away: the metadata server knows who this is."),
    };

    private Uri TokenAddress =>
        Uri.TryCreate(fields.GetValueOrDefault("token_uri") ?? UsualTokenAddress, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
            ? uri
            : throw new CloudException(ErrorKind.Usage, $"The token_uri in {file} is no https address.");

    private static CloudCall Asking(Uri address, (string Name, string Value)[] form)
    {
        var content = Encoding.ASCII.GetBytes(string.Join('&', form.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}")));
        return new CloudCall("for an access token", address.Host, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(content) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
            return request;
        });
    }

    /// <summary>What the service account says of itself, signed with its key (RFC 7523).</summary>
    private string Assertion(DateTimeOffset now)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = Require("private_key_id"),
        });
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Require("client_email"), ["scope"] = GoogleTokens.Scope, ["aud"] = TokenAddress.AbsoluteUri,
            ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        });
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(Require("private_key"));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new CloudException(ErrorKind.Usage, $"The private_key in {file} is no RSA key in PEM.");
        }

        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private string Require(string name) => fields.GetValueOrDefault(name) is { Length: > 0 } value
        ? value
        : throw new CloudException(ErrorKind.Usage, $"The Google credentials in {file} have no {name}.");

    private static string Quotable(string? type) =>
        type is { Length: > 0 and < 50 } && type.All(c => char.IsAsciiLetterLower(c) || c == '_') ? type : "unknown";
}
