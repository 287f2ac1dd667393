using Workflows.Core.Errors;

namespace Workflows.Kubernetes;

/// <summary>A request that can't be made as asked, for example with a name that is no part of a URL; nothing was sent.</summary>
public sealed class InvalidRequestException : KubernetesException
{
    internal InvalidRequestException(RequestTarget target, string problem)
        : base(ErrorKind.Usage, $"Can't {target.Verb} {target.Resource?.ToString() ?? "this"}: {problem}.", target)
    {
    }
}
