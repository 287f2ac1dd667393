using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Clusters;

/// <summary>A real cluster as a test speaks to it: raw JSON by path, and kubectl for manifests.</summary>
public sealed class Cluster : IDisposable
{
    private readonly KubectlProxy proxy;
    private readonly HttpClient http;

    private Cluster(string kubeconfig, KubectlProxy proxy)
    {
        Kubeconfig = kubeconfig;
        this.proxy = proxy;
        http = new() { BaseAddress = proxy.Address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public string Kubeconfig { get; }

    public static async Task<Cluster> OpenAsync(string kubeconfig) =>
        new(kubeconfig, await KubectlProxy.StartAsync(kubeconfig));

    public async Task<JsonObject> GetAsync(string path) =>
        await FindAsync(path) ?? throw new InvalidOperationException($"There is nothing at {path}.");

    /// <summary>What is at a path; null when nothing is.</summary>
    public async Task<JsonObject?> FindAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, $"GET {path}");
    }

    /// <summary>An object as the server writes it, to the byte.</summary>
    public async Task<string> ReadTextAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new HttpRequestException($"GET {path}: {text}");
    }

    /// <summary>Creates what the text says, to the byte: how numbers are written is not touched.</summary>
    public async Task CreateTextAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        await ReadAsync(response, $"POST {path} {body[..Math.Min(300, body.Length)]}");
    }

    public Task<JsonObject> CreateAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body);

    public Task<JsonObject> ReplaceAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body);

    public Task<JsonObject> MergePatchAsync(string path, JsonNode body) =>
        SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    /// <summary>Deletes an object or a whole collection; what is not there need not be deleted.</summary>
    public async Task DeleteAsync(string path)
    {
        using var response = await http.DeleteAsync(new Uri(path, UriKind.Relative));
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            await ReadAsync(response, $"DELETE {path}");
        }
    }

    /// <summary>All objects of a kind, in a namespace or everywhere.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path) =>
        [.. (await GetAsync(path))["items"]!.AsArray().Select(item => item!.AsObject())];

    /// <summary>
    /// What is at a collection and each change of it from then on, as the server tells them: <c>type</c> and
    /// <c>object</c>.
    /// </summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await http.GetAsync(
            new Uri($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}watch=1", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return JsonNode.Parse(line)!.AsObject();
        }
    }

    public async Task ApplyAsync(string manifest, params string[] options) =>
        (await Kubectl.RunAsync(Kubeconfig, ["apply", .. options, "-f", "-"], manifest)).Exits(0);

    public Task<CommandResult> KubectlAsync(params string[] arguments) => Kubectl.RunAsync(Kubeconfig, arguments);

    public void Dispose()
    {
        http.Dispose();
        proxy.Dispose();
    }

    private async Task<JsonObject> SendAsync(
        HttpMethod method, string path, JsonNode body, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        using var response = await http.SendAsync(request);
        return await ReadAsync(response, $"{method} {path}");
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, string what)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw new HttpRequestException($"{what}: {(int)response.StatusCode} {text}", null, response.StatusCode);
    }
}
