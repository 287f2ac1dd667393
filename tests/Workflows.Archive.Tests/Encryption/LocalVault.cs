using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Workflows.Archive.Encryption;
using Workflows.Clouds;
using Workflows.Clouds.Tests.Support;
using Workflows.Core.Keys;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Archive.Tests.Encryption;

/// <summary>A Key Vault on this machine: wraps and unwraps as Azure documents it (REST API 7.4), with RSA keys of its own.</summary>
internal sealed class LocalVault : IAsyncDisposable
{
    public const string Host = "https://backups.vault.azure.net";

    private readonly ConcurrentDictionary<string, List<(string Version, RSA Key)>> keys = new(StringComparer.Ordinal);
    private readonly FaultServer server;
    private readonly ToLocalServer way;
    private readonly CloudAccess access;

    public LocalVault()
    {
        Identity = new FixedIdentity(Time);
        server = new FaultServer((request, _) => Refusal ?? Answer(request));
        way = new ToLocalServer(server.Url);
        access = new CloudAccess(new CloudEnvironment
        {
            Variable = _ => null, AzureIdentity = () => Identity, Network = way, Machine = way, Time = Time,
        });
    }

    public PatientTime Time { get; } = new();

    public FixedIdentity Identity { get; }

    /// <summary>What it answers whatever is asked; null for what is documented.</summary>
    public Reply? Refusal { get; set; }

    /// <summary>What it was asked, as "METHOD https://host/path".</summary>
    public IReadOnlyList<string> Calls =>
        [.. server.Requests.Select(request => $"{request.Method} {request.Header(ToLocalServer.MeantFor)}{request.Path}")];

    public IReadOnlyList<string?> Shown => [.. server.Requests.Select(request => request.Header("Authorization"))];

    /// <summary>Makes a key, or a version of one.</summary>
    /// <returns>The version.</returns>
    public string Make(string name)
    {
        var version = Guid.NewGuid().ToString("N");
        keys.GetOrAdd(name, _ => []).Add((version, RSA.Create(2048)));
        return version;
    }

    /// <summary>Opens a key by its address below the vault's: a name, or a name and a version.</summary>
    public IKeyEncryption Open(string key) =>
        VaultAddress.TryParse($"{Host}/keys/{key}", out var address)
            ? access.OpenKey(KeyReference.InVault(address))
            : throw new ArgumentException("Not a key's name.", nameof(key));

    public async ValueTask DisposeAsync()
    {
        way.Dispose();
        await server.DisposeAsync();
        foreach (var (_, key) in keys.Values.SelectMany(versions => versions))
            key.Dispose();
    }

    private Reply Answer(FaultRequest request)
    {
        var path = request.Path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (request.Header(ToLocalServer.MeantFor) != Host || request.Path.Split('?')[1] != "api-version=7.4" || path is not ["keys", var name, .. var version, var operation])
            return Failure(400, "BadParameter");
        if (!keys.TryGetValue(name, out var versions) || versions.FindLast(held => version.Length == 0 || held.Version == version[0]) is not { Key: { } key } held)
            return Failure(404, "KeyNotFound");

        using var asked = JsonDocument.Parse(request.Body);
        Assert.Equal("RSA-OAEP-256", asked.RootElement.GetProperty("alg").GetString());
        var value = Base64Url.DecodeFromChars(asked.RootElement.GetProperty("value").GetString());
        try
        {
            var result = operation switch
            {
                "wrapkey" => key.Encrypt(value, RSAEncryptionPadding.OaepSHA256),
                "unwrapkey" => key.Decrypt(value, RSAEncryptionPadding.OaepSHA256),
                _ => throw new CryptographicException("No such operation."),
            };
            return Reply.Json($$"""{"kid":"{{Host}}/keys/{{name}}/{{held.Version}}","value":"{{Base64Url.EncodeToString(result)}}"}""");
        }
        catch (CryptographicException)
        {
            return Failure(400, "BadParameter");
        }
    }

    public static Reply Failure(int status, string code, string? inner = null)
    {
        var innererror = inner is null ? "" : $$""","innererror":{"code":"{{inner}}"}""";
        return Reply.Json($$$"""{"error":{"code":"{{{code}}}","message":"no"{{{innererror}}}}}""", status);
    }
}
