using Workflows.Faults.Rules;

namespace Workflows.Scenarios.Faults;

/// <summary>All that can go wrong between a client and an API server, together with about three requests in ten.</summary>
internal static class FaultMix
{
    public static FaultRule[] Create() =>
    [
        Rule(0.05, new Fault.Late(TimeSpan.FromMilliseconds(300))),
        Rule(0.03, new Fault.Refused(500, "InternalError", "etcdserver: leader changed")),
        Rule(0.03, new Fault.Refused(503, "ServiceUnavailable", "the server is shutting down")),
        Rule(0.02, Fault.TooManyRequests(TimeSpan.FromSeconds(1))),
        Rule(0.03, new Fault.Reset(AfterServer: false)),
        Rule(0.04, new Fault.Reset(AfterServer: true)),
        Rule(0.02, new Fault.Refused(504, "Timeout", "the gateway lost patience") { AfterServer = true }),
        Rule(0.04, new Fault.Cut(0.6)),
        Rule(0.02, new Fault.Cut(0.9) { Unannounced = true }),
        Rule(0.02, new Fault.Stalled(0.5, TimeSpan.FromMilliseconds(500))),

        // More of these, and no list would ever come to its end.
        new FaultRule(Fault.ExpiredToken()) { Probability = 0.3, When = request => request.IsContinuation, Count = 2 },
    ];

    private static FaultRule Rule(double probability, Fault fault) => new(fault) { Probability = probability };
}
