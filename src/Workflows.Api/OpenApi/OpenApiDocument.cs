using System.Text.Json.Nodes;
using Workflows.Api.Problems;
using Workflows.Api.Routing;

namespace Workflows.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document of a table of routes.</summary>
public static class OpenApiDocument
{
    private const string Json = "application/json";

    /// <summary>How <c>workflows serve</c> knows who asks.</summary>
    public static IReadOnlyDictionary<string, JsonObject> TokenOrCertificate { get; } = new Dictionary<string, JsonObject>(StringComparer.Ordinal)
    {
        ["token"] = new() { ["type"] = "http", ["scheme"] = "bearer" },
        ["certificate"] = new() { ["type"] = "mutualTLS" },
    };

    /// <summary>Writes the document.</summary>
    /// <param name="routes">All routes.</param>
    /// <param name="security">How the host knows who asks, by name; any one is enough.</param>
    public static JsonObject Create(IReadOnlyList<ApiRoute> routes, IReadOnlyDictionary<string, JsonObject> security)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(security);
        var schemas = new DocumentSchemas();
        var paths = new JsonObject();
        foreach (var path in routes.GroupBy(route => route.Template.Path, StringComparer.Ordinal))
        {
            paths[path.Key] = new JsonObject(path.Select(route =>
                KeyValuePair.Create<string, JsonNode?>(route.Method.ToLowerInvariant(), OperationOf(route, schemas))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Workflows",
                ["description"] = "Backs up and restores Kubernetes clusters. Documents are those of the command line (docs/cli-output.md): "
                    + "fields are added and never change their meaning; ignore those that you do not know.",
                ["version"] = "v1",
            },
            ["security"] = new JsonArray([.. security.Keys.Select(name => new JsonObject { [name] = new JsonArray() })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["securitySchemes"] = new JsonObject(
                    security.Select(scheme => KeyValuePair.Create<string, JsonNode?>(scheme.Key, scheme.Value.DeepClone()))),
            },
        };
    }

    /// <summary>The statuses of the problems that a route may answer with, in order.</summary>
    public static IReadOnlyList<int> ProblemsOf(ApiRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return
        [
            .. new SortedSet<int>(
            [
                400, 500, 503,
                .. route.IsPublic ? (int[])[] : [401, 429],
                .. route.Body is null ? (int[])[] : [413, 415],
                .. route.Problems,
            ]),
        ];
    }

    private static JsonObject OperationOf(ApiRoute route, DocumentSchemas schemas)
    {
        var operation = new JsonObject { ["operationId"] = route.OperationId, ["summary"] = route.Summary };
        JsonNode[] parameters =
        [
            .. route.Template.Parameters.Select(name => new JsonObject
            {
                ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" },
            }),
            .. route.Query.Select(query => new JsonObject
            {
                ["name"] = query.Name, ["in"] = "query", ["description"] = query.Description, ["schema"] = query.Schema.DeepClone(),
            }),
        ];
        if (parameters.Length > 0)
        {
            operation["parameters"] = new JsonArray(parameters);
        }

        if (route.Body is { } body)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = route.IsBodyRequired,
                ["content"] = ContentOf(Json, body.DeepClone()),
            };
        }

        if (route.IsPublic)
        {
            operation["security"] = new JsonArray();
        }

        operation["responses"] = ResponsesOf(route, schemas);
        return operation;
    }

    private static JsonObject ResponsesOf(ApiRoute route, DocumentSchemas schemas)
    {
        var success = new JsonObject
        {
            ["description"] = route.Answer.Description,
            ["content"] = ContentOf(Json, route.Answer.Document is { } type ? schemas.ReferenceTo(type) : new JsonObject()),
        };
        if (route.Answer.HasLocation)
        {
            success["headers"] = new JsonObject
            {
                ["Location"] = new JsonObject
                {
                    ["description"] = "Where to look how it goes on.",
                    ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "uri-reference" },
                },
            };
        }

        var responses = new JsonObject { [$"{route.Answer.Status}"] = success };
        foreach (var status in ProblemsOf(route))
        {
            responses[$"{status}"] = new JsonObject
            {
                ["description"] = DescriptionOf(status),
                ["content"] = ContentOf(ProblemDetails.ContentType, schemas.ReferenceTo(typeof(ProblemDetails))),
            };
        }

        return responses;
    }

    private static JsonObject ContentOf(string type, JsonNode schema) =>
        new() { [type] = new JsonObject { ["schema"] = schema } };

    private static string DescriptionOf(int status) => status switch
    {
        400 => "The request is wrong; nothing was changed.",
        401 => "Nobody that the service knows asks.",
        404 => "There is nothing of that name.",
        409 => "Something of that name is there, or at work.",
        412 => "It is not as If-Match or If-None-Match says.",
        413 => "The body is too long.",
        415 => "The body is no application/json.",
        429 => "Too many requests at once; Retry-After tells when to come back.",
        502 => "A cluster or a store refuses the service's credentials.",
        503 => "Not now: something does not answer, or the service is about to stop.",
        _ => "It failed.",
    };
}
