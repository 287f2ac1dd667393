using Workflows.Core.Errors;

namespace Workflows.Kubernetes;

/// <summary>
/// The server's answer is not what the API promises: cut short, not UTF-8, not JSON, too long, nested too deeply,
/// or no list where one was asked for.
/// </summary>
public sealed class MalformedResponseException : KubernetesException
{
    internal MalformedResponseException(RequestTarget target, string problem, Exception? inner = null)
        : base(ErrorKind.Failed, $"The answer to {target} can't be used: {problem}.", target, inner)
    {
    }

    /// <summary>Whether the answer merely ended too early, so that asking again may help.</summary>
    public bool IsTruncated { get; init; }

    public override bool IsTransient => IsTruncated;
}
