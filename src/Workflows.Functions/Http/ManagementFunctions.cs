using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Workflows.Functions.Http;

/// <summary>
/// The management API behind the host's HTTP triggers. Who asks is the host's to find out, by a function key; what
/// can be asked is the API's own table of routes.
/// </summary>
public sealed class ManagementFunctions(ManagementApi api)
{
    /// <summary>Everything that is managed. No method is named, so that the API itself says which a path takes.</summary>
    [Function(nameof(Management))]
    public Task<HttpResponseData> Management(
        [HttpTrigger(AuthorizationLevel.Function, Route = "v1/{*path}")] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        api.AnswerAsync(request, client, cancellationToken);

    /// <summary>The description of what can be managed.</summary>
    [Function(nameof(OpenApi))]
    public Task<HttpResponseData> OpenApi(
        [HttpTrigger(AuthorizationLevel.Function, Route = "openapi/{*path}")] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        api.AnswerAsync(request, client, cancellationToken);

    /// <summary>Whether the process lives, for anybody.</summary>
    [Function(nameof(Health))]
    public Task<HttpResponseData> Health(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "healthz")] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        api.AnswerAnybodyAsync(request, client, cancellationToken);

    /// <summary>Whether work is taken, for anybody.</summary>
    [Function(nameof(Readiness))]
    public Task<HttpResponseData> Readiness(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "readyz")] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        api.AnswerAnybodyAsync(request, client, cancellationToken);
}
