using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes.Jobs;

namespace Workflows.Core.Volumes.Seeing;

/// <summary>How far one pod of a mover is. Containers that a cluster puts beside the mover's count for nothing.</summary>
internal static class PodSight
{
    /// <summary>What a container waits for that nobody will bring.</summary>
    private static readonly Dictionary<string, string> Hopeless = new(StringComparer.Ordinal)
    {
        ["InvalidImageName"] = "The mover's image has a name that is none",
        ["ErrImageNeverPull"] = "The node does not have the mover's image and must not pull it",
        ["CreateContainerConfigError"] = "The mover's container can't be configured",
    };

    /// <summary>What a container waits for that may come.</summary>
    private static readonly Dictionary<string, string> Hopeful = new(StringComparer.Ordinal)
    {
        ["ErrImagePull"] = "The mover's image can't be pulled",
        ["ImagePullBackOff"] = "The mover's image can't be pulled",
        ["RegistryUnavailable"] = "The registry of the mover's image does not answer",
        ["ImageInspectError"] = "The mover's image can't be read",
        ["CreateContainerError"] = "The mover's container can't be created",
        ["RunContainerError"] = "The mover's container can't be started",
        ["CrashLoopBackOff"] = "A container of the mover's pod ends again and again",
    };

    private static readonly string[] VolumeTrouble =
        ["FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedCreatePodSandBox", "FailedBinding"];

    /// <param name="pod">The pod.</param>
    /// <param name="events">Its events, the latest first.</param>
    public static MoverSight Look(JsonObject pod, IReadOnlyList<JsonObject> events) =>
        Classify(pod, events) with { Pod = pod.Name() };

    private static MoverSight Classify(JsonObject pod, IReadOnlyList<JsonObject> events)
    {
        var status = pod.Map("status");
        var mover = status.List("containerStatuses").Maps().FirstOrDefault(found => found.Text("name") == MoverJob.Container);
        if (mover.Map("state").Map("terminated") is { } ended)
        {
            return Ended(ended);
        }

        if (status.Text("phase") is "Failed" or "Succeeded")
        {
            return new(MoverPhase.Failed, $"Its pod ended before its program did: {Said(status, "it does not say why")}.");
        }

        if (pod.Map("metadata").Text("deletionTimestamp") is not null)
        {
            return new(MoverPhase.Failed, "Its pod was deleted.");
        }

        return mover.Map("state").Map("running") is not null
            ? new(MoverPhase.Running)
            : Unscheduled(status) ?? Waiting(status, mover) ?? Troubled(events) ?? new MoverSight(MoverPhase.Starting);
    }

    private static MoverSight Ended(JsonObject ended)
    {
        var word = ended.Text("message") is { Length: > 0 } said ? said : null;
        var code = ended.Number("exitCode");
        return code == 0
            ? new MoverSight(MoverPhase.Succeeded) { LastWord = word }
            : new MoverSight(
                MoverPhase.Failed,
                ended.Text("reason") == "OOMKilled"
                    ? "Its program needed more memory than it may have, and was killed."
                    : word is null ? $"Its program ended with exit code {code} and said nothing." : null)
            {
                LastWord = word,
            };
    }

    private static MoverSight? Unscheduled(JsonObject? status)
    {
        var scheduled = status.List("conditions").Maps()
            .FirstOrDefault(condition => condition.Text("type") == "PodScheduled" && condition.Text("status") == "False");
        return scheduled is null
            ? null
            : new(MoverPhase.Blocked, $"No node can take the mover's pod: {Said(scheduled, "the scheduler does not say why")}.");
    }

    private static MoverSight? Waiting(JsonObject? status, JsonObject? mover)
    {
        var others = status.List("initContainerStatuses").Maps();
        foreach (var container in others.Append(mover).OfType<JsonObject>())
        {
            if (container.Map("state").Map("waiting") is not { } waiting || waiting.Text("reason") is not { } reason)
            {
                continue;
            }

            if (Hopeless.TryGetValue(reason, out var never))
            {
                return new(MoverPhase.Refused, $"{never}: {Said(waiting, reason)}.");
            }

            if (Hopeful.TryGetValue(reason, out var meaning))
            {
                return new(MoverPhase.Blocked, $"{meaning}: {Said(waiting, reason)}.");
            }
        }

        return null;
    }

    private static MoverSight? Troubled(IReadOnlyList<JsonObject> events)
    {
        var trouble = events.FirstOrDefault(found =>
            found.Text("type") == "Warning" && VolumeTrouble.Contains(found.Text("reason"), StringComparer.Ordinal));
        return trouble is null
            ? null
            : new(MoverPhase.Blocked, $"The mover's pod can't start yet ({trouble.Text("reason")}): {Said(trouble, "it does not say why")}.");
    }

    private static string Said(JsonObject? map, string otherwise) =>
        (map.Text("message") ?? map.Text("reason") ?? otherwise).Trim().TrimEnd('.');
}
