using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Workflows.Activities;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Api;
using Workflows.Api.Events;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Api.Routing;
using Workflows.Clouds;
using Workflows.Core.Errors;
using Workflows.Functions.Hosting;
using Workflows.Kubernetes;

namespace Workflows.Functions.Http;

/// <summary>Answers requests by the routes that <c>workflows serve</c> answers by, over the task hub.</summary>
public sealed class ManagementApi
{
    /// <summary>A function key; Entra ID, where it is turned on, comes before it.</summary>
    private static readonly IReadOnlyDictionary<string, JsonObject> FunctionKey =
        new Dictionary<string, JsonObject>(StringComparer.Ordinal)
        {
            ["functionKey"] = new() { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
        };

    private readonly TaskHub hub;
    private readonly CallersHub callers = new();
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ApiDispatcher api;

    /// <param name="settings">The app settings.</param>
    /// <param name="hub">The instances.</param>
    /// <param name="activities">What activities work with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where requests and defects are told of.</param>
    public ManagementApi(AppSettings settings, TaskHub hub, ActivityServices activities, TimeProvider time, ILoggerFactory loggers)
    {
        (this.hub, this.time, log) = (hub, time, loggers.CreateLogger("Workflows.Api"));
        var limits = new ApiLimits();
        var news = new HostLog(loggers.CreateLogger("Workflows.Events"));
        api = new(ApiRoutes.Create(ServicesFor(settings, activities, news), limits), limits, time, log);
    }

    /// <summary>Answers somebody whom the host has let in.</summary>
    public Task<HttpResponseData> AnswerAsync(
        HttpRequestData request, DurableTaskClient client, CancellationToken cancellationToken) =>
        AnswerAsync(request, client, isKnown: true, cancellationToken);

    /// <summary>Answers anybody, and nothing but what anybody may ask.</summary>
    public Task<HttpResponseData> AnswerAnybodyAsync(
        HttpRequestData request, DurableTaskClient client, CancellationToken cancellationToken) =>
        AnswerAsync(request, client, isKnown: false, cancellationToken);

    private async Task<HttpResponseData> AnswerAsync(
        HttpRequestData message, DurableTaskClient client, bool isKnown, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var started = time.GetTimestamp();

        callers.Enter(hub.Open(client));
        var request = HttpMessages.Read(message);
        var match = api.Find(request.Method, request.Path);
        var answer = isKnown || match.IsPublic ? await api.AnswerAsync(match, request, cancellationToken) : Unknown();
        var response = await HttpMessages.WriteAsync(message, answer, cancellationToken);
        Tell(match, answer, time.GetElapsedTime(started));
        return response;
    }

    /// <summary>By its operation only: neither names nor queries nor bodies get into the log.</summary>
    private void Tell(ApiMatch match, ApiResponse answer, TimeSpan took)
    {
        if (!match.IsPublic)
        {
            log.LogInformation(
                "request {OperationId} {Status} in {Milliseconds} ms",
                match.Route?.OperationId ?? "(none)", answer.Status, Math.Round(took.TotalMilliseconds, 1));
        }
    }

    private ApiServices ServicesFor(AppSettings settings, ActivityServices activities, HostLog news) => new()
    {
        Instances = callers,
        Store = settings.Store,
        Host = settings.Host,
        Time = time,
        LocateCluster = named => ClusterConnection.Locate(settings.Kubeconfig, named ?? settings.Context),
        CheckCluster = async (reference, cancellationToken) =>
        {
            using var cluster = new ClusterClient(CloudAccess.Machine.Connect(reference));
            return (await cluster.GetVersionAsync(cancellationToken)).GitVersion;
        },
        RemoveSnapshots = (reference, removal, cancellationToken) =>
            new SnapshotRemover(activities).RunAsync(reference, removal, cancellationToken),
        FindKey = settings.FindKey,
        Mover = settings.Mover,
        LongestHook = activities.LongestHook,
        TellOfEvents = report => EventNews.Tell(news, report),
        SecuritySchemes = FunctionKey,
    };

    private static ApiResponse Unknown() => ProblemTranslation.Translate(new ApiException(
        401, ErrorKind.Denied, "The service does not know who asks: send a function key as x-functions-key."));
}
