using System.Text.Json.Nodes;
using Workflows.Api.Http;
using Workflows.Api.OpenApi;
using Workflows.Api.Routing;
using Workflows.Core.Errors;

namespace Workflows.Api.Service;

/// <summary>What the service tells of itself.</summary>
internal sealed class ServiceRoutes(ApiServices services, Func<IReadOnlyList<ApiRoute>> all)
{
    public IEnumerable<ApiRoute> All() =>
    [
        new("GET", new("/healthz"), "getHealth", "Tells that the process lives.", (_, _) =>
            Task.FromResult(ApiResponse.Of(200, new HealthDocument("ok"))))
        {
            IsPublic = true,
            Answer = new(200, "It lives.", typeof(HealthDocument)),
        },
        new("GET", new("/readyz"), "getReadiness", "Tells whether work is taken.", (_, _) => services.FindObstacle() is { } obstacle
            ? throw new WorkflowsException(ErrorKind.Unavailable, obstacle)
            : Task.FromResult(ApiResponse.Of(200, new HealthDocument("ready"))))
        {
            IsPublic = true,
            Answer = new(200, "It is.", typeof(HealthDocument)),
        },
        new("GET", new("/openapi/v1.json"), "getOpenApi", "This description, as OpenAPI 3.1.", (_, _) =>
            Task.FromResult(ApiResponse.Of<JsonObject>(200, OpenApiDocument.Create(all(), services.SecuritySchemes))))
        {
            Answer = new(200, "The description.", null),
        },
    ];
}
