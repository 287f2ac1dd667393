using System.Net.Sockets;
using System.Security.Authentication;

namespace Workflows.Kubernetes.Transport;

/// <summary>Says in the product's words what the network stack's exceptions mean.</summary>
internal static class FailureTranslator
{
    /// <summary>Null for what is no failure of the network: the caller's cancellation, our own typed errors, bugs.</summary>
    public static KubernetesException? Translate(
        Exception error, RequestTarget target, ClusterConnection connection, Deadline deadline)
    {
        var server = connection.Server.AbsoluteUri;
        return error switch
        {
            KubernetesException => null,
            OperationCanceledException when deadline.HasPassed => Make(
                ConnectionFailure.TimedOut, $"{server} did not answer in time when asked to {target}.", target, error),
            OperationCanceledException { InnerException: TimeoutException } => Make(
                ConnectionFailure.Unreachable,
                $"{server} can't be reached to {target}: no connection could be made in time. {CheckAddress}",
                target, error),
            HttpRequestException http => FromHttp(http, target, connection, server),
            InvalidDataException => new MalformedResponseException(target, "its compression is broken", error)
            {
                IsTruncated = true,
            },
            IOException or SocketException => Make(
                ConnectionFailure.Interrupted, $"The connection to {server} broke during {target}.", target, error),
            ObjectDisposedException => Make(
                ConnectionFailure.Unreachable, $"The connection to {server} was given up before {target}.", target, error),
            _ => null,
        };
    }

    private const string CheckAddress = "Check the server's address in the kubeconfig, and the network or VPN.";

    private static KubernetesConnectionException FromHttp(
        HttpRequestException error, RequestTarget target, ClusterConnection connection, string server)
    {
        switch (error.HttpRequestError)
        {
            case HttpRequestError.NameResolutionError:
                return Make(
                    ConnectionFailure.Unreachable,
                    $"{server} can't be reached to {target}: its name is not known to DNS. {CheckAddress}", target, error);
            case HttpRequestError.ProxyTunnelError:
                return Make(
                    ConnectionFailure.Unreachable,
                    $"{server} can't be reached to {target}: the proxy refused. Check proxy-url and the proxy variables.",
                    target, error);
            case HttpRequestError.SecureConnectionError:
                return FromTls(error, target, connection, server);
            case HttpRequestError.ConnectionError:
                return Make(
                    ConnectionFailure.Unreachable,
                    $"{server} can't be reached to {target}: {Innermost(error)}. {CheckAddress}", target, error);
            default:
                return Make(
                    ConnectionFailure.Interrupted, $"The connection to {server} broke during {target}.", target, error);
        }
    }

    private static KubernetesConnectionException FromTls(
        HttpRequestException error, RequestTarget target, ClusterConnection connection, string server)
    {
        // A handshake that was cut is worth repeating; a certificate that was refused is not.
        if (error.InnerException is not AuthenticationException)
            return Make(
                ConnectionFailure.Unreachable,
                $"{server} can't be reached to {target}: the TLS handshake broke off.", target, error);
        var reason = connection.Trust.LastRefusal ?? $"the TLS handshake failed ({Innermost(error)})";
        return Make(ConnectionFailure.Untrusted, $"{server} is not trusted, so nothing was sent: {reason}.", target, error);
    }

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
            error = inner;
        return error.Message.TrimEnd('.');
    }

    private static KubernetesConnectionException Make(
        ConnectionFailure failure, string message, RequestTarget target, Exception inner) =>
        new(failure, message, target, inner);
}
