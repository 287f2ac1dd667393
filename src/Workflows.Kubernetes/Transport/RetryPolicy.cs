namespace Workflows.Kubernetes.Transport;

/// <summary>Which failures are worth another try, and after how long.</summary>
internal sealed class RetryPolicy(ClusterClientOptions options)
{
    private readonly Lock gate = new();

    /// <summary>Whether the server surely did not carry the request out.</summary>
    public static bool SurelyNotDone(KubernetesException failure) => failure switch
    {
        KubernetesConnectionException { Failure: ConnectionFailure.Unreachable or ConnectionFailure.Untrusted } => true,
        KubernetesApiException { HttpStatus: < 500 and not 408 } => true,
        _ => false,
    };

    public static bool IsWorthRepeating(KubernetesException failure, RepeatSafety repeat) => failure switch
    {
        KubernetesConnectionException { Failure: ConnectionFailure.Untrusted } => false,
        KubernetesApiException { HttpStatus: 429 } => true,
        KubernetesApiException { HttpStatus: not (408 or 500 or 502 or 503 or 504) } => false,
        MalformedResponseException { IsTruncated: false } => false,
        _ => repeat is not RepeatSafety.Never || SurelyNotDone(failure),
    };

    /// <summary>Whether the failure says that the server has too much to do.</summary>
    public static bool IsOverload(KubernetesException failure) => failure switch
    {
        KubernetesApiException api => api.HttpStatus is 429 or 503 or 504 || api.RetryAfter is not null,
        KubernetesConnectionException connection => connection.Failure is ConnectionFailure.TimedOut,
        _ => false,
    };

    /// <summary>The wait after this many tries: what the server asked for, else doubling, half of it random.</summary>
    public TimeSpan Delay(int attempts, KubernetesException failure)
    {
        var backoff = Math.Min(
            options.MaxBackoff.Ticks, options.FirstBackoff.Ticks * Math.Pow(2, Math.Min(attempts - 1, 30)));
        double random;
        lock (gate)
            random = options.Random.NextDouble();
        if (failure is KubernetesApiException { RetryAfter: { } asked })
        {
            var base_ = Math.Min(asked.Ticks, options.MaxRetryAfter.Ticks);
            // Never earlier than asked; a little later, so that waiting clients do not come all at once.
            return TimeSpan.FromTicks((long)(base_ + (options.FirstBackoff.Ticks * random)));
        }

        return TimeSpan.FromTicks((long)(backoff * (0.5 + (random / 2))));
    }
}
