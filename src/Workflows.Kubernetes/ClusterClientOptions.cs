using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Workflows.Kubernetes;

/// <summary>How a client behaves towards its server. The defaults suit one backup of one cluster.</summary>
public sealed record ClusterClientOptions
{
    /// <summary>Requests at work at once when the client starts; 8.</summary>
    public int InitialConcurrency { get; init; } = 8;

    /// <summary>The most requests at work at once, whatever the server bears; 64.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>TCP connections that requests are spread over; 4. With HTTP/1.1 each may become several.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>
    /// Whether answers are asked for compressed. It saves the network and costs the server's processor: right for a
    /// far cluster, wrong for one on this machine. Off.
    /// </summary>
    public bool Gzip { get; init; }

    /// <summary>The longest body of one answer, unpacked, in bytes; 256 MiB. A longer one is an error.</summary>
    public int MaxBodyBytes { get; init; } = 256 << 20;

    /// <summary>Tries of one request in all; 8, together about half a minute of waiting.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>
    /// Tries while the server has not answered anything yet; 3. A wrong address should be told in seconds, a server
    /// that restarts should be waited for.
    /// </summary>
    public int MaxFirstAttempts { get; init; } = 3;

    /// <summary>The wait before the second try; 200 ms. It doubles with each, and up to half is random.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between tries that the client chooses itself; 10 s.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest <c>Retry-After</c> that is followed in full; 1 minute.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait for a connection; 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for an answer to begin; 75 s, since servers give up on requests after 60.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>How long an answer's body may pause; 30 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the server's audit log calls this client.</summary>
    public string UserAgent { get; init; } = "workflows";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Spreads the waits; need not be thread-safe.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Gets a line for each repeated request; never a body or a credential.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
