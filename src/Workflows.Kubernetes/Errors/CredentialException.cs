using Workflows.Core.Errors;

namespace Workflows.Kubernetes;

/// <summary>Credentials could not be had when a request needed them: a plugin failed, a token file is gone.</summary>
public sealed class CredentialException : WorkflowsException
{
    internal CredentialException(string message, Exception? inner = null)
        : base(ErrorKind.Denied, message, inner)
    {
    }
}
