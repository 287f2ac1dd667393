using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Secrecy;

/// <summary>
/// A service with an encryption key and a store in Azure tells what it is trusted with neither in its answers nor in its log, its
/// journals, its store or the list of processes.
/// </summary>
[Collection(ScenarioCollection.Name)]
public sealed class ServiceSecrecyTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-served-secrets";

    private const string Copy = "wf-served-secrets-copy";

    private readonly PlantedSecret data = PlantedSecret.Create("a Secret's data");
    private readonly PlantedSecret token = new("the service's token", $"Planted{RandomNumberGenerator.GetHexString(64)}");
    private readonly DirectoryInfo outside = Directory.CreateTempSubdirectory("workflows-secrecy-");
    private readonly Workspace workspace = new();
    private readonly List<string> answers = [];

    private string TokenFile => Path.Combine(outside.FullName, "token");

    private string KeyFile => Path.Combine(outside.FullName, "key");

    public async Task InitializeAsync()
    {
        await CleanAsync();
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        await clusters.Blue.CreateAsync($"/api/v1/namespaces/{Namespace}/secrets", new JsonObject
        {
            ["kind"] = "Secret",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = "held" },
            ["data"] = new JsonObject { ["key"] = data.Encoded },
        });
    }

    public Task DisposeAsync() => CleanAsync();

    public void Dispose()
    {
        outside.Delete(recursive: true);
        workspace.Dispose();
    }

    [AzuriteClustersFact]
    public async Task A_service_tells_nothing_of_what_it_is_trusted_with()
    {
        await using var container = await AzuriteContainer.CreateAsync(workspace);
        PlantedSecret account = new("the account's key", AzuriteContainer.AccountKey);
        var watch = new LeakWatch(workspace, [data, token, account, .. PlantedSecret.ClientKeyIn(clusters.Blue.Kubeconfig), await MakeKeyAsync()]);
        await File.WriteAllTextAsync(TokenFile, token.Text);
        OwnersOnly(TokenFile);
        var port = FreePort();
        using var service = workspace.Start(
            "serve", "--listen", $"localhost:{port}", "--token-file", TokenFile, "--key-file", KeyFile, "--kubeconfig", clusters.Blue.Kubeconfig);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        await TestNamespaces.UntilAsync("the service is ready", () => IsReadyAsync(client, service));

        await AskAsync(client, HttpMethod.Get, "/v1/backups", HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        await UseAsync(client, watch);
        watch.Look();
        await container.DownloadAsync(workspace.PathOf("blobs"));
        watch.Look();
        var said = await service.KillAsync();
        watch.Read("the service's log", said.Output + said.Error);
        answers.ForEach(answer => watch.Read("an answer", answer));

        Assert.True(watch.Leaks.Count == 0, string.Join('\n', watch.Leaks));
        Assert.Contains("listening", said.Error, StringComparison.Ordinal);
        Assert.Contains(watch.Files, file => file.EndsWith(".journal", StringComparison.Ordinal));
        Assert.Contains(watch.Files, file => file.EndsWith("catalog/backups/served.json", StringComparison.Ordinal));
        Assert.Contains(watch.Programs, program => program.Contains("--token-file", StringComparison.Ordinal));
        var restored = await clusters.Blue.FindAsync($"/api/v1/namespaces/{Copy}/secrets/held");
        Assert.Equal(data.Encoded, restored!["data"]!["key"]!.GetValue<string>());
    }

    /// <summary>A backup and a restore, all that can be asked about them, and what is refused.</summary>
    private async Task UseAsync(HttpClient client, LeakWatch watch)
    {
        await MakeAsync(client, watch, "/v1/backups", $$$"""{"name":"served","selection":{"includedNamespaces":["{{{Namespace}}}"]}}""");
        await MakeAsync(client, watch, "/v1/restores", $$$"""{"name":"again","backup":"served","namespaceMappings":{"{{{Namespace}}}":"{{{Copy}}}"}}""");
        foreach (var path in new[]
        {
            "/v1/backups", "/v1/backups/served", "/v1/backups/served/description?details=true", "/v1/restores", "/v1/restores/again",
            "/v1/restores/again/description?details=true", "/v1/instances", "/healthz", "/readyz", "/openapi/v1.json",
        })
        {
            await AskAsync(client, HttpMethod.Get, path, HttpStatusCode.OK);
        }

        await AskAsync(client, HttpMethod.Get, "/v1/backups/none", HttpStatusCode.NotFound);
        await AskAsync(client, HttpMethod.Post, "/v1/backups", HttpStatusCode.BadRequest, $$"""{"name":"served","password":"{{data.Text}}"}""");
        await AskAsync(client, HttpMethod.Post, "/v1/backups", HttpStatusCode.BadRequest, "{");
        await AskAsync(client, HttpMethod.Post, "/v1/backups", HttpStatusCode.Conflict, """{"name":"served"}""");
    }

    private async Task MakeAsync(HttpClient client, LeakWatch watch, string path, string body)
    {
        var run = JsonNode.Parse(await AskAsync(client, HttpMethod.Post, path, HttpStatusCode.Accepted, body))!;
        var instance = $"/v1/instances/{run["id"]}";
        await TestNamespaces.UntilAsync($"{instance} is through", async () =>
        {
            watch.Look();
            var state = JsonNode.Parse(await AskAsync(client, HttpMethod.Get, instance, HttpStatusCode.OK))!["status"]!.GetValue<string>();
            Assert.False(state is "Failed" or "Terminated", state);
            return state == "Completed";
        });
        await AskAsync(client, HttpMethod.Get, $"{instance}/result", HttpStatusCode.OK);
    }

    private async Task<string> AskAsync(HttpClient client, HttpMethod method, string path, HttpStatusCode expected, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        answers.Add($"{response}\n{text}");
        Assert.True(response.StatusCode == expected, $"{method} {path}: {response.StatusCode}\n{text}");
        return text;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, Running.Program service)
    {
        if (service.HasEnded)
        {
            Assert.Fail($"The service ended by itself: {(await service.WaitAsync()).Error}");
        }

        try
        {
            using var answer = await client.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<PlantedSecret> MakeKeyAsync()
    {
        using var made = workspace.StartWithDefaults("key", "create", "--key-file", KeyFile);
        (await made.WaitAsync()).Exits(0);
        var key = (await File.ReadAllLinesAsync(KeyFile)).Single(line => line.StartsWith("key: ", StringComparison.Ordinal))["key: ".Length..];
        return new PlantedSecret("the key that backups are encrypted with", key);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void OwnersOnly(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private Task CleanAsync() => TestNamespaces.DeleteAsync(clusters.Blue, Namespace, Copy);
}
