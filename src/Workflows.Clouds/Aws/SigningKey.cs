using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workflows.Clouds.Aws;

/// <summary>
/// The last steps of AWS Signature Version 4: what stands for a request is hashed, and signed with a key that holds for
/// one day, region and service (AWS documentation, "Create a signed AWS API request").
/// </summary>
internal sealed class SigningKey
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private readonly byte[] key;
    private readonly string scope;

    public SigningKey(AwsCredentials credentials, string region, string service, DateTimeOffset now)
    {
        Time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var day = Time[..8];
        scope = $"{day}/{region}/{service}/aws4_request";
        Credential = $"{credentials.AccessKeyId}/{scope}";
        var dayKey = Hmac(Encoding.UTF8.GetBytes($"AWS4{credentials.SecretAccessKey}"), day);
        key = Hmac(Hmac(Hmac(dayKey, region), service), "aws4_request");
    }

    /// <summary>The moment of signing as AWS writes it.</summary>
    public string Time { get; }

    /// <summary>Who signs, and for what.</summary>
    public string Credential { get; }

    public string Sign(string canonicalRequest) =>
        Convert.ToHexStringLower(Hmac(key, $"{Algorithm}\n{Time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}"));

    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
