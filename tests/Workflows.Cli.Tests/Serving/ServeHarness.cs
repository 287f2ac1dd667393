using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Serving;

/// <summary>A machine that <c>workflows serve</c> runs on, on real sockets, over activities that need no cluster.</summary>
internal sealed class ServeHarness : IAsyncDisposable
{
    private readonly List<RunningService> running = [];

    public ServeHarness()
    {
        Activities = new FakeActivities(Cli.Time);
        Cli.Services = Cli.Services with
        {
            AddServedActivities = (registry, time, _, events) => Activities.Register(registry, time, events),
            CheckCluster = async (_, cancellationToken) =>
            {
                await OnCheckCluster(cancellationToken);
                return "v1.36.0";
            },
        };
    }

    public CliHarness Cli { get; } = new();

    public FakeActivities Activities { get; }

    public Func<CancellationToken, Task> OnCheckCluster { get; set; } = _ => Task.CompletedTask;

    public string TokenPath => Path.Combine(Cli.StatePath, "serve.token");

    public string Token => File.ReadAllText(TokenPath).Trim();

    /// <summary>Starts a service on a free port; with another state folder where one is given.</summary>
    public async Task<RunningService> StartAsync(string[]? more = null, string? state = null, string listen = "localhost:0")
    {
        Directory.CreateDirectory(Cli.StorePath);
        var log = new LogLines();
        var interrupts = new FakeInterrupts();
        var output = new StringWriter();
        var environment = Cli.Environment(output, log) with { Interrupts = interrupts };
        var end = new CommandLine(environment, Cli.Services).RunAsync(
            ["serve", "--listen", listen, "--store", Cli.StorePath, "--state", state ?? Cli.StatePath, .. more ?? []]);
        var listening = await log.WaitForAsync("listening", end);
        var service = new RunningService(new Uri(listening.GetProperty("url").GetString()!), log, interrupts, end);
        running.Add(service);
        return service;
    }

    public static HttpClient Client(RunningService service, string? token, HttpMessageHandler? handler = null)
    {
        var client = handler is null ? new HttpClient() : new HttpClient(handler);
        client.BaseAddress = service.Url;
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public HttpClient Client(RunningService service) => Client(service, Token);

    /// <summary>Holds captures until the given end; completes when the first one is reached.</summary>
    public Task HoldCapturesAsync(Task end)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Activities.OnCapture = cancellationToken =>
        {
            reached.TrySetResult();
            return end.WaitAsync(cancellationToken);
        };
        return reached.Task;
    }

    public static StringContent Nightly() => new("{\"name\":\"nightly\",\"includeSecrets\":false}", Encoding.UTF8, "application/json");

    /// <summary>Asks until an instance has ended, and gives it.</summary>
    public static async Task<JsonElement> EndOfAsync(HttpClient client, Uri instance)
    {
        while (true)
        {
            var json = JsonDocument.Parse(await client.GetStringAsync(instance)).RootElement;
            if (json.GetProperty("status").GetString() is not ("Pending" or "Running"))
            {
                return json;
            }

            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in running)
        {
            await service.StopAsync();
        }

        Activities.Dispose();
        Cli.Dispose();
    }
}

/// <summary>A service that listens.</summary>
/// <param name="Url">Where.</param>
/// <param name="Log">What it logs.</param>
/// <param name="Interrupts">Its signals.</param>
/// <param name="End">Its exit code, once it has one.</param>
internal sealed record RunningService(Uri Url, LogLines Log, FakeInterrupts Interrupts, Task<int> End)
{
    /// <summary>Sends SIGTERM, and waits for the exit code.</summary>
    public Task<int> StopAsync()
    {
        Interrupts.Send();
        return End;
    }
}
