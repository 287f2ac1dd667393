using System.Net.Http.Headers;
using System.Text.Json;
using Workflows.Clouds.Http;
using Workflows.Core.Clusters;
using Workflows.Core.Keys;
using Workflows.Kubernetes;

namespace Workflows.Clouds.Azure;

/// <summary>Azure Key Vault, of which three operations are used: a key wraps and unwraps, and a secret is read.</summary>
internal sealed class KeyVault(CloudEnvironment environment, CloudHttp http, AzureTokens tokens)
{
    private const string ApiVersion = "7.4";

    /// <summary>Does an operation with a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="operation"><c>wrapkey</c> or <c>unwrapkey</c>.</param>
    /// <param name="algorithm">As the vault calls it.</param>
    /// <param name="value">What is wrapped or unwrapped, as the vault writes bytes.</param>
    /// <param name="translate">What a refusal means to the caller; null for what it means anywhere.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The id of the key's version that did it, and the result.</returns>
    /// <exception cref="CloudException">It was refused, or not answered.</exception>
    public async Task<(string KeyId, string Value)> OperateAsync(
        VaultAddress key, string operation, string algorithm, string value, Func<CloudRefusal, Exception?> translate, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(VaultAddress.ScopeOf(key.Vault), cancellationToken);
        var content = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["alg"] = algorithm, ["value"] = value });

        // Without a version, the vault takes the newest.
        var address = $"{key}/{operation}?api-version={ApiVersion}";
        var body = await http.SendAsync(
            new CloudCall($"to {operation} with {key}", new Uri(key.Vault).Host, () => Bearing(token, new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            }))
            {
                Advise = refusal => AdviseKey(refusal, key, operation),
                Translate = translate,
            },
            cancellationToken);
        using var answer = JsonAnswer.Read(body, key.Vault);
        return (answer.Require("kid"), answer.Require("value"));
    }

    /// <summary>A connection by the kubeconfig in a secret.</summary>
    public async Task<ClusterConnection> FindAsync(string name, KubeconfigSecret secret, string? context, CancellationToken cancellationToken)
    {
        var vault = new Uri(secret.Vault);
        var token = await tokens.GetAsync(VaultAddress.ScopeOf(secret.Vault), cancellationToken);
        var body = await http.SendAsync(
            new CloudCall(
                $"for the secret {secret.Secret}",
                vault.Host,
                () => Bearing(token, new HttpRequestMessage(HttpMethod.Get, new Uri(vault, $"/secrets/{secret.Secret}?api-version={ApiVersion}"))))
            {
                Advise = refusal => refusal switch
                {
                    { Status: 401 } => OtherTenant,
                    { Status: 403, Code: "ForbiddenByFirewall" } => Firewall,
                    { Status: 403 } => "Give the identity of this process the role 'Key Vault Secrets User' there, and see that the secret is enabled.",
                    { Status: 404 } => $"There is no such secret: az keyvault secret set --name {secret.Secret} --file KUBECONFIG --encoding utf-8",
                    _ => null,
                },
            },
            cancellationToken);
        using var answer = JsonAnswer.Read(body, vault.Host);
        return ClusterConnection.OfKubeconfig(
            name, answer.Require("value"), $"the secret {secret.Secret} of {secret.Vault}", context, getToken: null, environment.Time);
    }

    private const string OtherTenant = "The identity of this process is of another tenant than the vault, or was signed out.";

    private const string Firewall = "The vault's firewall does not let this machine in: add its network, or a private endpoint.";

    private static string? AdviseKey(CloudRefusal refusal, VaultAddress key, string operation) => refusal switch
    {
        { Status: 401 } => OtherTenant,
        { Status: 403, Code: "ForbiddenByFirewall" } => Firewall,
        { Status: 403, Code: "KeyDisabled" or "KeyNotYetValid" or "KeyExpired" } =>
            "That version of the key may not be used now: enable it, or see to its dates. What it wrapped does not open without it.",
        { Status: 403 } => $"Give the identity of this process the role 'Key Vault Crypto Service Encryption User' on the key: it takes {operation}.",
        { Status: 404 } => key.Version is null
            ? $"There is no such key: az keyvault key create --name {key.Name} --kty RSA --size 3072"
            : "There is no such version of the key. If the key was deleted, recover it: az keyvault key recover",
        { Status: 400 } => "The key must be an RSA key with the operations wrapKey and unwrapKey.",
        _ => null,
    };

    private static HttpRequestMessage Bearing(ClusterToken token, HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return request;
    }
}
