using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Api.Http;
using Workflows.Api.OpenApi;
using Workflows.Api.Routing;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Clusters;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Orchestrations;

namespace Workflows.Api.Tests.Harness;

/// <summary>The whole API in this process, on the real engine and a store of its own, over activities that need no cluster.</summary>
internal sealed class ApiHarness : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("workflows-api-").FullName;
    private EngineHost? engine;
    private ApiDispatcher? api;

    private ApiHarness() => Activities = new FakeActivities(new ManualTime());

    public FakeActivities Activities { get; }

    public string StorePath => Path.Combine(root, "store");

    public ApiLimits Limits { get; init; } = new();

    public OrchestrationClient Instances => engine!.Client;

    public IReadOnlyList<ApiRoute> Routes { get; private set; } = [];

    /// <summary>What happens when a cluster is asked for its version.</summary>
    public Func<CancellationToken, Task> OnCheckCluster { get; set; } = _ => Task.CompletedTask;

    public static async Task<ApiHarness> StartAsync(ApiLimits? limits = null, Func<ApiServices, ApiServices>? change = null)
    {
        var harness = new ApiHarness { Limits = limits ?? new() };
        Directory.CreateDirectory(harness.StorePath);
        var registry = new DurableRegistry().AddWorkflowsOrchestrations();
        harness.Activities.Register(registry, TimeProvider.System);
        harness.engine = await EngineHost.StartAsync(
            new EngineOptions { StateDirectory = Path.Combine(harness.root, "state") }, registry);
        var services = new ApiServices
        {
            Instances = harness.engine.Client,
            Store = harness.StorePath,
            Host = "test-machine",
            LocateCluster = context => context is "nowhere"
                ? throw new Core.Errors.WorkflowsException(Core.Errors.ErrorKind.NotFound, "There is no context 'nowhere'.")
                : new ClusterReference(["/fake/kubeconfig"], context ?? "blue"),
            CheckCluster = async (_, cancellationToken) =>
            {
                await harness.OnCheckCluster(cancellationToken);
                return "v1.36.0";
            },
            RemoveSnapshots = (_, _, _) => throw new InvalidOperationException("There are no snapshots here."),
        };
        harness.Routes = ApiRoutes.Create(change?.Invoke(services) ?? services, harness.Limits);
        harness.api = new ApiDispatcher(harness.Routes, harness.Limits, TimeProvider.System, NullLogger.Instance);
        return harness;
    }

    public Task<Answer> GetAsync(string path) => SendAsync(RequestOf("GET", path));

    public Task<Answer> DeleteAsync(string path) => SendAsync(RequestOf("DELETE", path));

    public Task<Answer> PostAsync(string path, object? body = null) =>
        SendAsync(body is null ? RequestOf("POST", path) : WithBody(RequestOf("POST", path), JsonSerializer.Serialize(body)));

    public Task<Answer> PostTextAsync(string path, string body, string contentType = "application/json") =>
        SendAsync(WithBody(RequestOf("POST", path), body) with { ContentType = contentType });

    /// <summary>Sends a body, on a condition where one is given.</summary>
    public Task<Answer> PutAsync(string path, object body, string? header = null, string value = "*") =>
        SendAsync(WithBody(RequestOf("PUT", path), JsonSerializer.Serialize(body)) with
        {
            Headers = header is null
                ? new Dictionary<string, string>(StringComparer.Ordinal)
                : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [header] = value },
        });

    public Task<Answer> CreateBackupAsync(string name) => PostAsync("/v1/backups", new { name, includeSecrets = false });

    /// <summary>Sends a request; its answer must be one that the table of routes tells of.</summary>
    public async Task<Answer> SendAsync(ApiRequest request)
    {
        var match = api!.Find(request.Method, request.Path);
        var answer = Answer.Of(await api.AnswerAsync(match, request, CancellationToken.None));
        if (match.Route is { } route)
        {
            Assert.Contains(answer.Status, OpenApiDocument.ProblemsOf(route).Append(route.Answer.Status));
            Assert.Equal(route.Answer.Status == answer.Status, answer.ContentType == "application/json");
        }

        return answer;
    }

    /// <summary>Waits until the run has ended that an answer tells of.</summary>
    public async Task<OrchestrationState> EndOfAsync(Answer accepted)
    {
        Assert.Equal(202, accepted.Status);
        return await Instances.WaitForCompletionAsync(accepted.Json.GetProperty("id").GetString()!);
    }

    /// <summary>Lets backups begin and stop in the middle, until the given end.</summary>
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

    public static ApiRequest WithBody(ApiRequest request, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return request with { Body = new MemoryStream(bytes), ContentLength = bytes.Length, ContentType = "application/json" };
    }

    public async ValueTask DisposeAsync()
    {
        await engine!.DisposeAsync();
        Activities.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private static ApiRequest RequestOf(string method, string path)
    {
        var (start, query) = path.Split('?') is [var before, var after] ? (before, after) : (path, "");
        return new ApiRequest(method, start)
        {
            Query = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
        };
    }
}
