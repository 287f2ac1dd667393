using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Workflows.Cli.Tests.Serving;

/// <summary>The program itself, as a process that is ended with SIGKILL.</summary>
public sealed class KilledServiceTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("workflows-serve-");
    private readonly MuteCluster cluster = new();

    [Fact]
    public async Task A_service_that_was_killed_goes_on_with_the_next_start_and_asks_the_cluster_again()
    {
        var config = Path.Combine(root.FullName, "kubeconfig");
        File.WriteAllText(config, cluster.Kubeconfig);
        Directory.CreateDirectory(Path.Combine(root.FullName, "store"));

        string instance;
        using (var first = Start(config))
        {
            using var client = await ClientAsync(first);
            using var accepted = await client.PostAsync("/v1/backups", ServeHarness.Nightly());
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
            instance = accepted.Headers.Location!.ToString();
            await cluster.AskedAsync();
            first.Kill();
            await first.WaitForExitAsync();
        }

        using var second = Start(config);
        var continuing = await ReadAsync(second, "continuing");
        using var late = await ClientAsync(second);
        await cluster.AskedAsync();
        var state = JsonDocument.Parse(await late.GetStringAsync(instance)).RootElement;
        second.Kill();
        await second.WaitForExitAsync();

        Assert.EndsWith(continuing.GetProperty("instance").GetString()!, instance, StringComparison.Ordinal);
        Assert.Equal("Running", state.GetProperty("status").GetString());
        Assert.Equal("nightly", state.GetProperty("name").GetString());
    }

    public void Dispose()
    {
        cluster.Dispose();
        root.Delete(recursive: true);
    }

    private static async Task<JsonElement> ReadAsync(Process service, string name)
    {
        while (await service.StandardError.ReadLineAsync() is { } line)
        {
            var json = JsonDocument.Parse(line).RootElement;
            if (json.GetProperty("event").GetString() == name)
            {
                return json;
            }
        }

        throw new InvalidOperationException($"The service ended before it logged '{name}'.");
    }

    private Process Start(string config)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, UseShellExecute = false };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "workflows.dll"), "serve", "--listen", "localhost:0", "--kubeconfig", config,
            "--store", Path.Combine(root.FullName, "store"), "--state", Path.Combine(root.FullName, "state"),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private async Task<HttpClient> ClientAsync(Process service)
    {
        var listening = await ReadAsync(service, "listening");
        return new HttpClient
        {
            BaseAddress = new Uri(listening.GetProperty("url").GetString()!),
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue(
                    "Bearer", File.ReadAllText(Path.Combine(root.FullName, "state", "serve.token")).Trim()),
            },
        };
    }

    /// <summary>A server that tells its version and answers nothing else.</summary>
    private sealed class MuteCluster : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly SemaphoreSlim asked = new(0);
        private readonly List<TcpClient> held = [];

        public MuteCluster()
        {
            listener.Start();
            _ = ListenAsync();
        }

        public string Kubeconfig => $$$"""
            {"apiVersion": "v1", "kind": "Config", "current-context": "mute",
             "clusters": [{"name": "mute", "cluster": {"server": "http://127.0.0.1:{{{((IPEndPoint)listener.LocalEndpoint).Port}}}"}}],
             "users": [{"name": "somebody", "user": {}}],
             "contexts": [{"name": "mute", "context": {"cluster": "mute", "user": "somebody"}}]}
            """;

        /// <summary>Waits until something was asked that is not answered.</summary>
        public Task AskedAsync() => asked.WaitAsync();

        public void Dispose()
        {
            listener.Dispose();
            held.ForEach(client => client.Dispose());
            asked.Dispose();
        }

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync();
                    held.Add(client);
                    _ = AnswerAsync(client);
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
                while (await reader.ReadLineAsync() is { } request)
                {
                    while (await reader.ReadLineAsync() is { Length: > 0 })
                    {
                        // Headers tell nothing here.
                    }

                    if (!request.StartsWith("GET /version", StringComparison.Ordinal))
                    {
                        asked.Release();
                        return;
                    }

                    const string Version = """{"major":"1","minor":"36","gitVersion":"v1.36.0"}""";
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Version.Length}\r\n\r\n{Version}"));
                }
            }
            catch (Exception ended) when (ended is IOException or ObjectDisposedException)
            {
                // Whoever asked is gone.
            }
        }
    }
}
