using Microsoft.Extensions.Logging;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Api.Routing;
using Workflows.Core.Errors;

namespace Workflows.Api;

/// <summary>
/// Leads requests to their routes and turns whatever goes wrong into problem details. Plain requests and answers, and no
/// routing of a web framework: on Azure Functions a request comes as a message to the worker, past any such routing.
/// </summary>
public sealed class ApiDispatcher(IReadOnlyList<ApiRoute> routes, ApiLimits limits, TimeProvider time, ILogger log)
{
    private int atWork;

    /// <summary>Finds the route of a request, so that a host can ask who is there before it is answered.</summary>
    public ApiMatch Find(string method, string path)
    {
        var allowed = new List<string>();
        foreach (var route in routes)
        {
            if (route.Template.Match(path) is not { } values)
            {
                continue;
            }

            if (route.Method == method)
            {
                return new ApiMatch(route, values, []);
            }

            allowed.Add(route.Method);
        }

        return new ApiMatch(null, new Dictionary<string, string>(StringComparer.Ordinal), allowed);
    }

    /// <summary>Answers, whatever happens.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task<ApiResponse> AnswerAsync(ApiMatch match, ApiRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(request);
        using var limit = new CancellationTokenSource(limits.Time, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return Interlocked.Increment(ref atWork) > limits.Concurrency && !match.IsPublic
                ? throw TooMany()
                : await HandleAsync(match, request, both.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return ProblemTranslation.Translate(new WorkflowsException(
                ErrorKind.Unavailable,
                $"This took longer than {limits.Time.TotalSeconds:0} seconds. Ask again: what is done is not done twice."));
        }
        catch (Exception exception)
        {
            if (ProblemTranslation.IsDefect(exception))
            {
                log.LogError(exception, "A request of {OperationId} failed.", match.Route?.OperationId);
            }

            return ProblemTranslation.Translate(exception);
        }
        finally
        {
            Interlocked.Decrement(ref atWork);
        }
    }

    private static Task<ApiResponse> HandleAsync(ApiMatch match, ApiRequest request, CancellationToken cancellationToken)
    {
        if (match.Route is not { } route)
        {
            throw match.Allowed.Count == 0
                ? new ApiException(404, ErrorKind.NotFound, "There is nothing at this path. GET /openapi/v1.json tells what there is.")
                : new ApiException(405, ErrorKind.Usage, $"This path does not take {request.Method}; it takes {string.Join(", ", match.Allowed)}.")
                {
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Allow"] = string.Join(", ", match.Allowed) },
                };
        }

        FieldProblem[] unknown =
        [
            .. from name in request.Query.Keys
               where route.Query.All(known => known.Name != name)
               select new FieldProblem(name, route.Query.Count == 0
                   ? "There is no such parameter; there are none."
                   : $"There is no such parameter; there are {string.Join(", ", route.Query.Select(known => known.Name))}."),
        ];
        return unknown.Length > 0
            ? throw ApiException.Invalid(unknown)
            : route.Handler(new ApiCall(request, match.Values), cancellationToken);
    }

    private ApiException TooMany() => new(429, ErrorKind.Unavailable, $"{limits.Concurrency} requests are being answered. Come back in a moment.")
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "1" },
    };
}
