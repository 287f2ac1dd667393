namespace Workflows.Kubernetes.Errors;

/// <summary>What is read from an error answer; every field may be missing, since proxies answer too.</summary>
internal sealed record ApiStatus(int Code, string Reason, string Message)
{
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }
}
