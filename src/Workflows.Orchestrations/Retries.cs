using Workflows.Durable;

namespace Workflows.Orchestrations;

/// <summary>How often activities are tried again before their failure is the orchestration's.</summary>
internal static class Retries
{
    /// <summary>
    /// For activities that talk to a cluster or a store: about five minutes in all, on top of the clients' own
    /// retries, which is longer than an API server takes to restart.
    /// </summary>
    public static RetryOptions Transient { get; } = new(MaxAttempts: 8, FirstInterval: TimeSpan.FromSeconds(2));

    /// <summary>
    /// For what an application waits for while it is being held still: a quarter of a minute, so that it is not held
    /// for long by what does not work.
    /// </summary>
    public static RetryOptions Brief { get; } = new(MaxAttempts: 4, FirstInterval: TimeSpan.FromSeconds(2));
}
