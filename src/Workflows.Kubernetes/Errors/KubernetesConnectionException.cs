using Workflows.Core.Errors;

namespace Workflows.Kubernetes;

/// <summary>No whole answer came from the server.</summary>
public sealed class KubernetesConnectionException : KubernetesException
{
    internal KubernetesConnectionException(
        ConnectionFailure failure, string message, RequestTarget target, Exception? inner = null)
        : base(KindOf(failure), message, target, inner) => Failure = failure;

    public ConnectionFailure Failure { get; }

    private static ErrorKind KindOf(ConnectionFailure failure) =>
        failure is ConnectionFailure.Untrusted ? ErrorKind.Denied : ErrorKind.Unavailable;
}
