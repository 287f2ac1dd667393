using Workflows.Api.Http;
using Workflows.Core.Errors;

namespace Workflows.Api.Problems;

/// <summary>The one place where an exception becomes an HTTP answer.</summary>
public static class ProblemTranslation
{
    private const string Defect = "Defect";

    /// <summary>Whether nobody foresaw it: then the answer says nothing of it, and the log must.</summary>
    public static bool IsDefect(Exception exception) => exception is not (WorkflowsException or IOException or UnauthorizedAccessException);

    public static ApiResponse Translate(Exception exception) => exception switch
    {
        ApiException known => known.Headers.Aggregate(
            Answer(known.Status, known.Kind.ToString(), known.Message, known.Errors),
            (answer, header) => answer.With(header.Key, header.Value)),
        WorkflowsException { Kind: ErrorKind.Unavailable } known =>
            Answer(503, known.Kind.ToString(), known.Message).With("Retry-After", "5"),
        WorkflowsException known => Answer(StatusOf(known.Kind), known.Kind.ToString(), known.Message),
        IOException or UnauthorizedAccessException => Answer(
            500, nameof(ErrorKind.Failed), "The service's machine refused to read or write a file; its log says which."),
        _ => Answer(500, Defect, "This is a defect in Workflows, not something you did. The service's log has the details; please report it."),
    };

    /// <summary>
    /// Credentials that a cluster or a store refuses are the service's, not the caller's: 403 would tell the caller to come
    /// back with others.
    /// </summary>
    private static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Usage => 400,
        ErrorKind.NotFound => 404,
        ErrorKind.Conflict => 409,
        ErrorKind.Denied => 502,
        _ => 500,
    };

    private static ApiResponse Answer(int status, string kind, string detail, IReadOnlyList<FieldProblem>? errors = null) =>
        ApiResponse.Of(
            status,
            new ProblemDetails($"urn:workflows:problem:{kind.ToLowerInvariant()}", TitleOf(kind), status, kind, detail)
            {
                Errors = errors is { Count: > 0 } ? errors : null,
            },
            ProblemDetails.ContentType);

    private static string TitleOf(string kind) => kind switch
    {
        nameof(ErrorKind.Usage) => "The request is wrong",
        nameof(ErrorKind.NotFound) => "There is nothing of that name",
        nameof(ErrorKind.Conflict) => "Something is in the way",
        nameof(ErrorKind.Denied) => "Credentials are missing or not enough",
        nameof(ErrorKind.Unavailable) => "Not now",
        nameof(ErrorKind.Damaged) => "Stored bytes are not what was written",
        Defect => "A defect",
        _ => "It failed",
    };
}
