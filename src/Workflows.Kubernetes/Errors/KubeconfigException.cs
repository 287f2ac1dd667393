using Workflows.Core.Errors;

namespace Workflows.Kubernetes;

/// <summary>A kubeconfig, or what it points to, can't be used. The message names the file and what to change.</summary>
public sealed class KubeconfigException : WorkflowsException
{
    internal KubeconfigException(ErrorKind kind, string message, Exception? inner = null)
        : base(kind, message, inner)
    {
    }
}
