using Workflows.Core.Errors;
using Workflows.Kubernetes.Errors;

namespace Workflows.Kubernetes;

/// <summary>The server answered with an error: its <c>Status</c>, as Kubernetes' API conventions define it.</summary>
public sealed class KubernetesApiException : KubernetesException
{
    internal KubernetesApiException(RequestTarget target, ApiStatus status, string server, Exception? inner = null)
        : base(KindOf(status), Describe(target, status, server), target, inner)
    {
        HttpStatus = status.Code;
        Reason = status.Reason;
        Causes = status.Causes;
        RetryAfter = status.RetryAfter;
        ServerMessage = status.Message;
    }

    /// <summary>The HTTP status, or the code in the <c>Status</c> where a watch carried it.</summary>
    public int HttpStatus { get; }

    /// <summary>The machine-readable reason, such as <c>AlreadyExists</c>; empty where the server gave none.</summary>
    public string Reason { get; }

    /// <summary>What the server said, without what it may have quoted of a Secret.</summary>
    public string ServerMessage { get; }

    /// <summary>The causes in the status's details, for example each invalid field.</summary>
    public IReadOnlyList<StatusCause> Causes { get; }

    /// <summary>How long the server asked to wait before another try.</summary>
    public TimeSpan? RetryAfter { get; }

    public bool IsAlreadyExists => HttpStatus == 409 && Reason == "AlreadyExists";

    /// <summary>A precondition (resourceVersion, uid, field ownership) did not hold.</summary>
    public bool IsConflict => HttpStatus == 409 && Reason != "AlreadyExists";

    public bool IsNotFound => HttpStatus == 404;

    /// <summary>The asked-for revision, or continue token, is compacted away (410).</summary>
    public bool IsExpired => HttpStatus == 410 || Reason is "Expired" or "Gone";

    public bool IsForbidden => HttpStatus == 403;

    public bool IsUnauthorized => HttpStatus == 401;

    public bool IsInvalid => HttpStatus == 422;

    public bool IsMethodNotAllowed => HttpStatus == 405;

    public bool IsTooManyRequests => HttpStatus == 429;

    /// <summary>Whether the status's details name this cause, for example <c>NamespaceTerminating</c>.</summary>
    public bool HasCause(string reason) => Causes.Any(cause => cause.Reason == reason);

    private static ErrorKind KindOf(ApiStatus status) => status.Code switch
    {
        401 or 403 => ErrorKind.Denied,
        404 => ErrorKind.NotFound,
        409 => ErrorKind.Conflict,
        408 or 429 or 500 or 502 or 503 or 504 => ErrorKind.Unavailable,
        _ => ErrorKind.Failed,
    };

    private static string Describe(RequestTarget target, ApiStatus status, string server)
    {
        var said = status.Message.Length > 0 ? status.Message : "no explanation";
        var advice = status.Code switch
        {
            401 => " The credentials were not accepted: check the user of this context.",
            410 => " That revision is no longer kept: start again from a current one.",
            _ => "",
        };
        var reason = status.Reason.Length > 0 ? $" {status.Reason}" : "";
        return $"{server} refused to {target}: {said} ({status.Code}{reason}).{advice}";
    }
}
