namespace Workflows.Kubernetes;

/// <summary>How far a request came that got no whole answer.</summary>
public enum ConnectionFailure
{
    /// <summary>No connection could be made; nothing was sent.</summary>
    Unreachable,

    /// <summary>The server's certificate is not one to trust; nothing was sent.</summary>
    Untrusted,

    /// <summary>The request was sent, or may have been, and no answer came in time.</summary>
    TimedOut,

    /// <summary>The connection broke after the request was sent, or while the answer came.</summary>
    Interrupted,
}
