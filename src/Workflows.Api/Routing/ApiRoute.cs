using System.Text.Json.Nodes;
using Workflows.Api.Http;

namespace Workflows.Api.Routing;

/// <summary>
/// One operation: what is asked for, what comes back, and who answers. Requests are led by it and the OpenAPI document is
/// made of it, so that neither knows something that the other does not.
/// </summary>
/// <param name="Method">GET, POST and the like.</param>
/// <param name="Template">The path.</param>
/// <param name="OperationId">The operation's name, for programs that are made of the document.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Handler">Answers; what it throws becomes problem details.</param>
public sealed record ApiRoute(
    string Method,
    RouteTemplate Template,
    string OperationId,
    string Summary,
    Func<ApiCall, CancellationToken, Task<ApiResponse>> Handler)
{
    /// <summary>Whether it is answered to anybody: health, and the permission to ask.</summary>
    public bool IsPublic { get; init; }

    /// <summary>What may stand in the query.</summary>
    public IReadOnlyList<ApiQuery> Query { get; init; } = [];

    /// <summary>The schema of the body; null where there is none.</summary>
    public JsonObject? Body { get; init; }

    public bool IsBodyRequired { get; init; }

    /// <summary>What comes back when all goes well.</summary>
    public required ApiAnswer Answer { get; init; }

    /// <summary>The statuses of its own problems, beside those that any request may meet.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];
}

/// <param name="Name">The parameter's name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Schema">What may stand there.</param>
public sealed record ApiQuery(string Name, string Description, JsonObject Schema);

/// <param name="Status">The HTTP status.</param>
/// <param name="Description">What it means.</param>
/// <param name="Document">The body's type; null for JSON of no declared form.</param>
public sealed record ApiAnswer(int Status, string Description, Type? Document)
{
    /// <summary>Whether a Location names where to look how it goes on.</summary>
    public bool HasLocation { get; init; }
}

/// <summary>A request with the route that it took.</summary>
/// <param name="Request">The request.</param>
/// <param name="Values">What the path says.</param>
public sealed record ApiCall(ApiRequest Request, IReadOnlyDictionary<string, string> Values);
