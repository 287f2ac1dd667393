using System.Text.Json;

namespace Workflows.Activities.Hooks;

/// <summary>What hooks look at of a pod.</summary>
internal static class PodFields
{
    public static Dictionary<string, string> AnnotationsOf(JsonElement pod)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (pod.Field("metadata")?.Field("annotations") is { ValueKind: JsonValueKind.Object } annotations)
        {
            foreach (var annotation in annotations.EnumerateObject())
            {
                if (annotations.Text(annotation.Name) is { } value)
                {
                    found[annotation.Name] = value;
                }
            }
        }

        return found;
    }

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
}
