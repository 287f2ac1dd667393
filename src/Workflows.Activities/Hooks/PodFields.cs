using System.Text.Json;

namespace Workflows.Activities.Hooks;

/// <summary>What hooks look at of a pod.</summary>
internal static class PodFields
{
    public static Dictionary<string, string> AnnotationsOf(JsonElement pod) => TextsOf(pod, "annotations");

    public static Dictionary<string, string> LabelsOf(JsonElement pod) => TextsOf(pod, "labels");

    /// <summary>The names of the claims that a pod mounts; an ephemeral volume's is made of the pod's name and its own.</summary>
    public static IEnumerable<string> ClaimsOf(JsonElement pod, string name)
    {
        if (pod.Field("spec")?.Field("volumes") is not { ValueKind: JsonValueKind.Array } volumes)
        {
            yield break;
        }

        foreach (var volume in volumes.EnumerateArray())
        {
            if (volume.Field("persistentVolumeClaim")?.Text("claimName") is { } claim)
            {
                yield return claim;
            }
            else if (volume.Field("ephemeral") is { ValueKind: JsonValueKind.Object } && volume.Text("name") is { } own)
            {
                yield return $"{name}-{own}";
            }
        }
    }

    /// <summary>The names of a pod's containers, the initial ones not among them.</summary>
    public static IReadOnlyList<string> ContainersOf(JsonElement pod) =>
        pod.Field("spec")?.Field("containers") is { ValueKind: JsonValueKind.Array } containers
            ? [.. containers.EnumerateArray().Select(container => container.Text("name")).OfType<string>()]
            : [];

    /// <summary>What the kubelet says of a container; null where it says nothing yet.</summary>
    public static JsonElement? ContainerStatus(JsonElement pod, string name)
    {
        if (pod.Field("status")?.Field("containerStatuses") is { ValueKind: JsonValueKind.Array } statuses)
        {
            foreach (var status in statuses.EnumerateArray())
            {
                if (status.Text("name") == name)
                {
                    return status;
                }
            }
        }

        return null;
    }

    private static Dictionary<string, string> TextsOf(JsonElement pod, string field)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (pod.Field("metadata")?.Field(field) is { ValueKind: JsonValueKind.Object } texts)
        {
            foreach (var text in texts.EnumerateObject())
            {
                if (texts.Text(text.Name) is { } value)
                {
                    found[text.Name] = value;
                }
            }
        }

        return found;
    }
}
