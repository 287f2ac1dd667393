using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Seeing;

/// <summary>Tells how far a mover is, and why it does not start, from its Job, the Job's pods and their events.</summary>
public static class MoverRadar
{
    /// <param name="job">The Job; null where there is none.</param>
    /// <param name="pods">The Job's pods.</param>
    /// <param name="events">Events about the Job and its pods, in any order.</param>
    public static MoverSight Look(
        JsonObject? job, IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> events)
    {
        ArgumentNullException.ThrowIfNull(pods);
        ArgumentNullException.ThrowIfNull(events);
        if (job is null || IsBeingDeleted(job))
        {
            return new(MoverPhase.Gone, "Its Job is gone: somebody deleted it.");
        }

        var seen = pods.OrderByDescending(CreatedAt).Select(pod => PodSight.Look(pod, EventsAbout(pod, events))).ToArray();
        if (IsDoneWithoutTrace(job, seen))
        {
            return new(MoverPhase.Succeeded);
        }

        var word = seen.FirstOrDefault(sight => sight.LastWord is not null)?.LastWord;
        var found = Choose(job, seen, events);
        return found with { LastWord = found.LastWord ?? word };
    }

    private static MoverSight Choose(JsonObject job, MoverSight[] seen, IReadOnlyList<JsonObject> events) =>
        seen.FirstOrDefault(sight => sight.Phase is MoverPhase.Succeeded)
            ?? seen.FirstOrDefault(sight => sight.Phase is MoverPhase.Running)
            ?? EndOf(job, seen.FirstOrDefault())
            ?? BeforeTheEnd(job, seen.FirstOrDefault(), EventsAbout(job, events));

    /// <summary>The pod that ended well was deleted since: nobody reads any more what it said.</summary>
    private static bool IsDoneWithoutTrace(JsonObject job, MoverSight[] seen) =>
        FindCondition(job, "Complete") is not null && seen.All(sight => sight.Phase is not MoverPhase.Succeeded);

    /// <summary>The Job gave up: of what its last pod says, if there is one.</summary>
    private static MoverSight? EndOf(JsonObject job, MoverSight? last)
    {
        var failed = FindCondition(job, "Failed");
        if (failed is null)
        {
            return null;
        }

        var why = failed.Text("reason") == "DeadlineExceeded"
            ? "It took longer than a claim may take."
            : $"Kubernetes gave its Job up: {failed.Text("message") ?? failed.Text("reason") ?? "it does not say why"}.";
        return last is { Phase: MoverPhase.Failed }
            ? last with { Reason = last.Reason ?? why }
            : new MoverSight(MoverPhase.Failed, why);
    }

    /// <summary>A pod that failed is followed by another, some seconds later.</summary>
    private static MoverSight BeforeTheEnd(JsonObject job, MoverSight? last, IReadOnlyList<JsonObject> events) => last switch
    {
        { Phase: MoverPhase.Failed } => last with { Phase = MoverPhase.Starting },
        not null => last,
        null => CreationFailure.Of(job, events) ?? new MoverSight(MoverPhase.Starting),
    };

    private static JsonObject? FindCondition(JsonObject job, string type) => job.Map("status").List("conditions").Maps()
        .FirstOrDefault(condition => condition.Text("type") == type && condition.Text("status") == "True");

    private static bool IsBeingDeleted(JsonObject job) => job.Map("metadata").Text("deletionTimestamp") is not null;

    private static DateTimeOffset CreatedAt(JsonObject pod) =>
        DateTimeOffset.TryParse(
            pod.Map("metadata").Text("creationTimestamp"), CultureInfo.InvariantCulture, out var created)
            ? created
            : DateTimeOffset.MinValue;

    /// <summary>The latest first.</summary>
    private static IReadOnlyList<JsonObject> EventsAbout(JsonObject obj, IReadOnlyList<JsonObject> events) =>
    [
        .. events
            .Where(found => found.Map("involvedObject").Text("uid") == obj.Map("metadata").Text("uid"))
            .OrderByDescending(EventTime),
    ];

    private static DateTimeOffset EventTime(JsonObject found) =>
        new[] { found.Text("lastTimestamp"), found.Text("eventTime"), found.Map("metadata").Text("creationTimestamp") }
            .Select(text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : (DateTimeOffset?)null)
            .FirstOrDefault(time => time is not null) ?? DateTimeOffset.MinValue;
}
