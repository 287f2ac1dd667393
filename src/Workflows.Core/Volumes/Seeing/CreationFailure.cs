using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Seeing;

/// <summary>Why a Job has no pod at all: what the server answered to whoever creates it is in the Job's events.</summary>
internal static class CreationFailure
{
    /// <summary>Answers that stay, with what to do about each.</summary>
    private static readonly (string Sign, string Meaning)[] Lasting =
    [
        ("violates PodSecurity", "The namespace's pod security refuses movers, which need root to read and write other people's files"),
        ("unable to validate against any pod security policy", "No pod security policy lets movers in, which need root to read and write other people's files"),
        ("unable to validate against any security context constraint", "No security context constraint lets movers in, which need root to read and write other people's files"),
        ("denied the request", "An admission webhook refuses the mover"),
        ("must specify", "The namespace's quota wants limits that the mover has not"),
        ("maximum ", "The namespace's limits are below what the mover asks for"),
        ("minimum ", "The namespace's limits are above what the mover asks for"),
    ];

    /// <param name="job">A Job without pods.</param>
    /// <param name="events">The Job's events, the latest first.</param>
    /// <returns>Null while nothing failed.</returns>
    public static MoverSight? Of(JsonObject job, IReadOnlyList<JsonObject> events)
    {
        var said = events.FirstOrDefault(found => found.Text("reason") == "FailedCreate")?.Text("message");
        if (said is null)
        {
            return job.Map("spec").IsTrue("suspend")
                ? new(MoverPhase.Blocked, "Its Job is suspended: somebody, or a queue of Jobs, holds it back.")
                : null;
        }

        // A quota is used up and freed again; all else that is forbidden stays so.
        if (said.Contains("exceeded quota", StringComparison.Ordinal))
        {
            return new(MoverPhase.Blocked, $"The namespace's quota is used up: {said}");
        }

        // A namespace that is new gets its account a moment later.
        if (said.Contains("error looking up service account", StringComparison.Ordinal))
        {
            return new(MoverPhase.Blocked, $"The namespace has no service account for the mover's pod: {said}");
        }

        var known = Lasting.FirstOrDefault(known => said.Contains(known.Sign, StringComparison.Ordinal));
        return known.Meaning is not null
            ? new(MoverPhase.Refused, $"{known.Meaning}: {said}")
            : said.Contains("is forbidden", StringComparison.Ordinal) || said.Contains("is invalid", StringComparison.Ordinal)
                ? new(MoverPhase.Refused, $"The cluster refuses the mover's pod: {said}")
                : new(MoverPhase.Blocked, $"The mover's pod can't be created: {said}");
    }
}
