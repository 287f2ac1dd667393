using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Kubernetes.Authentication;

/// <summary>The <c>ExecCredential</c> that goes to a plugin and comes back from it.</summary>
internal static class ExecCredentialJson
{
    /// <summary>The value of <c>KUBERNETES_EXEC_INFO</c>.</summary>
    public static string Request(ExecPlugin plugin)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.Cluster is not null)
            spec["cluster"] = plugin.Cluster.DeepClone();
        return new JsonObject
        {
            ["kind"] = "ExecCredential",
            ["apiVersion"] = plugin.ApiVersion,
            ["spec"] = spec,
        }.ToJsonString();
    }

    /// <exception cref="FormatException">What came is no answer; the message does not quote it.</exception>
    public static (Credential Credential, DateTimeOffset? Expires) Parse(ReadOnlyMemory<byte> output, ExecPlugin plugin)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (Text(root, "kind") != "ExecCredential")
                throw new FormatException("printed no ExecCredential");
            if (Text(root, "apiVersion") != plugin.ApiVersion)
                throw new FormatException($"answered in another version than {plugin.ApiVersion}");
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("status", out var status)
                || status.ValueKind != JsonValueKind.Object)
                throw new FormatException("printed an ExecCredential without a status");
            return (ReadCredential(status, plugin), ReadExpiry(status));
        }
        catch (JsonException)
        {
#pragma warning disable MA0054 // The inner exception would carry what it quotes: it can be a token.
            throw new FormatException("printed something that is not JSON");
#pragma warning restore MA0054
        }
    }

    private static Credential ReadCredential(JsonElement status, ExecPlugin plugin)
    {
        var token = Text(status, "token");
        var certificate = Text(status, "clientCertificateData");
        var key = Text(status, "clientKeyData");
        if (token is null && certificate is null)
            throw new FormatException("gave neither a token nor a client certificate");
        if (token is not null && token.Any(c => c is <= ' ' or > '~'))
            throw new FormatException("gave a token with characters that no token has");
        if (certificate is null != key is null)
            throw new FormatException("gave a client certificate without its key, or a key without its certificate");
        return new Credential(
            token is null ? null : $"Bearer {token}",
            certificate is null ? null : ClientCertificate.FromPem(certificate, key!, plugin.ToString()));
    }

    private static DateTimeOffset? ReadExpiry(JsonElement status)
    {
        if (Text(status, "expirationTimestamp") is not { } text)
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
            ? expires
            : throw new FormatException("gave an expirationTimestamp that is no time");
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
