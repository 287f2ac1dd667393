using System.Text.Json.Nodes;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// How a restored service account joins one that is already there. Every namespace gets a <c>default</c> account
/// within moments, so "it exists, skip it" would always lose what users hung on theirs (pull secrets above all).
/// As in Velero (<c>mergeServiceAccounts</c>), secrets, pull secrets, labels and annotations that are missing are
/// added, and nothing that is there is changed.
/// </summary>
public static class ServiceAccountMerge
{
    /// <summary>
    /// The JSON merge patch (RFC 7386) that adds to <paramref name="live"/> what <paramref name="restored"/> has
    /// beyond it; null if there is nothing to add. A list in the patch is the whole list, so the patch must be sent
    /// with the live object's resourceVersion as a precondition, which it carries.
    /// </summary>
    public static JsonObject? PatchFor(JsonObject live, JsonObject restored)
    {
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(restored);
        var patch = new JsonObject();
        AddReferences(patch, "secrets", live, restored);
        AddReferences(patch, "imagePullSecrets", live, restored);
        var metadata = new JsonObject();
        AddEntries(metadata, "labels", live, restored);
        AddEntries(metadata, "annotations", live, restored);
        if (patch.Count == 0 && metadata.Count == 0)
        {
            return null;
        }

        if (live.Map("metadata").Text("resourceVersion") is { } version)
        {
            metadata["resourceVersion"] = version;
        }

        patch["metadata"] = metadata;
        return patch;
    }

    private static void AddReferences(JsonObject patch, string field, JsonObject live, JsonObject restored)
    {
        var present = live.List(field).Maps().Select(item => item.Text("name")).ToHashSet(StringComparer.Ordinal);
        var missing = restored.List(field).Maps().Where(item => present.Add(item.Text("name"))).ToArray();
        if (missing.Length > 0)
        {
            patch[field] = new JsonArray(
                [.. (live.List(field)?.AsEnumerable() ?? []).Concat(missing).Select(item => item?.DeepClone())]);
        }
    }

    private static void AddEntries(JsonObject patch, string field, JsonObject live, JsonObject restored)
    {
        var present = live.Map("metadata").Map(field);
        foreach (var (key, value) in restored.Map("metadata").Map(field) ?? [])
        {
            if (present is null || !present.ContainsKey(key))
            {
                patch.Ensure(field)[key] = value?.DeepClone();
            }
        }
    }
}
