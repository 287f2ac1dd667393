using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Comparison;

/// <summary>
/// Makes the object that replaces a live one so that it is as archived: the restored form, with what the server or a
/// controller owns (<see cref="OwnedFields"/>) left as it is. An update so made changes exactly what
/// <see cref="ObjectComparison"/> reports, and the uid and resourceVersion that it keeps are its preconditions.
/// </summary>
public sealed class ObjectUpdate
{
    private readonly OwnedField[] owned;
    private readonly List<string> path = [];

    private ObjectUpdate(OwnedField[] owned) => this.owned = owned;

    /// <param name="expected">The restored form of the archived object.</param>
    /// <param name="live">The object as the server has it.</param>
    /// <param name="resource">The resource of both.</param>
    public static JsonObject Build(JsonObject expected, JsonObject live, GroupResource resource)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(live);
        var update = (JsonObject)new ObjectUpdate(OwnedFields.Of(resource, expected)).Merge(expected, live)!;

        // The labels of the restore are no difference to report, but an object that it changes carries them.
        foreach (var name in new[] { RestoreLabels.BackupName, RestoreLabels.RestoreName })
        {
            if (expected["metadata"]?["labels"]?[name] is { } value)
            {
                update["metadata"]!["labels"]![name] = value.DeepClone();
            }
        }

        return update;
    }

    private JsonNode? Merge(JsonNode? expected, JsonNode? live)
    {
        if (Array.Exists(owned, field => field.Owns(path, expected is not null)))
        {
            return live?.DeepClone();
        }

        return (expected, live) switch
        {
            (JsonObject or null, JsonObject) => MergeMembers(expected as JsonObject, (JsonObject)live),
            (JsonArray or null, JsonArray) => MergeElements(expected as JsonArray, (JsonArray)live),
            _ => expected?.DeepClone(),
        };
    }

    private JsonObject? MergeMembers(JsonObject? expected, JsonObject live)
    {
        var merged = new JsonObject();
        foreach (var name in (expected ?? []).Concat(live).Select(member => member.Key).Distinct(StringComparer.Ordinal))
        {
            if (MergeAt(name, expected?[name], live[name]) is { } value)
            {
                merged[name] = value;
            }
        }

        return expected is null && merged.Count == 0 ? null : merged;
    }

    private JsonArray? MergeElements(JsonArray? expected, JsonArray live)
    {
        var merged = new JsonArray();
        for (var at = 0; at < Math.Max(expected?.Count ?? 0, live.Count); at++)
        {
            var segment = at.ToString(CultureInfo.InvariantCulture);
            if (MergeAt(segment, ElementAt(expected, at), ElementAt(live, at)) is { } value)
            {
                merged.Add(value);
            }
        }

        return expected is null && merged.Count == 0 ? null : merged;
    }

    private JsonNode? MergeAt(string segment, JsonNode? expected, JsonNode? live)
    {
        path.Add(segment);
        var value = Merge(expected, live);
        path.RemoveAt(path.Count - 1);
        return value;
    }

    private static JsonNode? ElementAt(JsonArray? list, int at) => list is not null && at < list.Count ? list[at] : null;
}
