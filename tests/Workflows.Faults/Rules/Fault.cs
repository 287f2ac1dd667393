namespace Workflows.Faults.Rules;

/// <summary>One thing that goes wrong with a request.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Whether the server acts on a request that this happens to.</summary>
    public virtual bool ReachesServer => true;

    /// <summary>429: the server has too much to do; it did nothing.</summary>
    public static Fault TooManyRequests(TimeSpan retryAfter) =>
        new Refused(429, "TooManyRequests", "too many requests, please try again later") { RetryAfter = retryAfter };

    /// <summary>410: what the continue token names is compacted away, and no other token is offered.</summary>
    public static Fault ExpiredToken() => new Refused(
        410, "Expired", "The provided continue parameter is too old to display a consistent list result.");

    /// <summary>It comes late, and then as it would have come.</summary>
    /// <param name="By">How late.</param>
    public sealed record Late(TimeSpan By) : Fault;

    /// <summary>The answer is a Kubernetes <c>Status</c> of failure.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Reason">The reason in the <c>Status</c>.</param>
    /// <param name="Message">The message in the <c>Status</c>.</param>
    public sealed record Refused(int Status, string Reason, string Message) : Fault
    {
        /// <summary>The <c>Retry-After</c> header, in whole seconds; null for none.</summary>
        public TimeSpan? RetryAfter { get; init; }

        /// <summary>Whether the server acts all the same, as behind a gateway that lost patience.</summary>
        public bool AfterServer { get; init; }

        public override bool ReachesServer => AfterServer;
    }

    /// <summary>The connection is reset.</summary>
    /// <param name="AfterServer">Whether the server acts all the same.</param>
    public sealed record Reset(bool AfterServer) : Fault
    {
        public override bool ReachesServer => AfterServer;
    }

    /// <summary>The answer's body ends early, and the connection with it.</summary>
    /// <param name="Share">How much of it comes, from 0 to 1; never all.</param>
    public sealed record Cut(double Share) : Fault
    {
        /// <summary>
        /// Whether the answer announces no length, so that HTTP does not tell that it is not whole; as answers of
        /// HTTP/1.0 proxies do.
        /// </summary>
        public bool Unannounced { get; init; }
    }

    /// <summary>The answer's body pauses in the middle, and then the connection is reset.</summary>
    /// <param name="Share">How much of it comes before the pause, from 0 to 1; never all.</param>
    /// <param name="For">How long nothing comes.</param>
    public sealed record Stalled(double Share, TimeSpan For) : Fault;
}
