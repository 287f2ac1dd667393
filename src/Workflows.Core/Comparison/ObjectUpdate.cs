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
        if (IsOwned(expected is not null))
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
            // Beyond what is expected, only an element that is the server's as a whole stays (a finalizer, say):
            // what it merely wrote into an element goes with the element.
            path.Add(at.ToString(CultureInfo.InvariantCulture));
            var isExpected = at < (expected?.Count ?? 0);
            var value = isExpected ? Merge(expected![at], Counterpart(expected[at], live, at))
                : IsOwned(askedFor: false) ? live[at]?.DeepClone() : null;
            path.RemoveAt(path.Count - 1);
            if (value is not null)
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

    /// <summary>
    /// The live element that an expected one stands for. A service's ports are told apart by port and protocol, as
    /// the server does: by their place alone, the node port of one would go to another.
    /// </summary>
    private static JsonNode? Counterpart(JsonNode? expected, JsonArray live, int at) =>
        expected is JsonObject port && port.ContainsKey("port")
            ? live.FirstOrDefault(candidate => candidate is JsonObject other
                && JsonNode.DeepEquals(other["port"], port["port"])
                && JsonNode.DeepEquals(other["protocol"], port["protocol"]))
            : at < live.Count ? live[at] : null;

    private bool IsOwned(bool askedFor) => Array.Exists(owned, field => field.Owns(path, askedFor));
}
