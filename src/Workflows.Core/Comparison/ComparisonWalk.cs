using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Core.Comparison;

/// <summary>Walks through two values at once and notes where they differ.</summary>
internal sealed class ComparisonWalk(OwnedField[] owned, DifferenceText text)
{
    // Maps of strings, and maps of settings that are all optional: empty, they say what their absence says.
    private static readonly HashSet<string> MeaninglessWhenEmpty = new(StringComparer.Ordinal)
    {
        "labels", "annotations", "matchLabels", "nodeSelector", "data", "binaryData", "stringData",
        "limits", "requests", "resources", "parameters", "securityContext",
    };

    private readonly List<string> path = [];
    private int ignored;

    public List<FieldDifference> Differences { get; } = [];

    /// <summary>Compares two values at the current place; null means that the field is not there.</summary>
    public void Visit(JsonNode? expected, JsonNode? live)
    {
        if (Array.Exists(owned, field => field.Owns(path, expected is not null)))
        {
            ignored++;
            return;
        }

        switch (expected, live)
        {
            case (null, null):
                break;
            case (JsonObject or null, JsonObject or null):
                VisitSides(expected, live, () => VisitMembers(expected as JsonObject, live as JsonObject));
                break;
            case (JsonArray or null, JsonArray or null):
                VisitSides(expected, live, () => VisitElements(expected as JsonArray, live as JsonArray));
                break;
            case (JsonValue one, JsonValue other) when AreEqual(one, other):
                break;
            default:
                Note(expected, live);
                break;
        }
    }

    // Where one side lacks the whole, it is told in one line, unless parts of it are owned and so allowed to lack.
    private void VisitSides(JsonNode? expected, JsonNode? live, Action visitInside)
    {
        var (differencesBefore, ignoredBefore) = (Differences.Count, ignored);
        visitInside();
        if ((expected is not null && live is not null) || ignored > ignoredBefore)
        {
            return;
        }

        var isEmpty = Differences.Count == differencesBefore;
        if (isEmpty && (expected ?? live) is JsonArray { Count: 0 })
        {
            return;
        }

        if (isEmpty && path.Count > 0 && MeaninglessWhenEmpty.Contains(path[^1]))
        {
            return;
        }

        Differences.RemoveRange(differencesBefore, Differences.Count - differencesBefore);
        Note(expected, live);
    }

    private void VisitMembers(JsonObject? expected, JsonObject? live)
    {
        var names = (expected ?? []).Concat(live ?? []).Select(member => member.Key).Distinct(StringComparer.Ordinal);
        foreach (var name in names.ToArray())
        {
            VisitAt(name, expected?[name], live?[name]);
        }
    }

    private void VisitElements(JsonArray? expected, JsonArray? live)
    {
        var count = Math.Max(expected?.Count ?? 0, live?.Count ?? 0);
        for (var at = 0; at < count; at++)
        {
            VisitAt(at.ToString(CultureInfo.InvariantCulture), ElementAt(expected, at), ElementAt(live, at));
        }
    }

    private void VisitAt(string segment, JsonNode? expected, JsonNode? live)
    {
        path.Add(segment);
        Visit(expected, live);
        path.RemoveAt(path.Count - 1);
    }

    private void Note(JsonNode? expected, JsonNode? live) =>
        Differences.Add(new FieldDifference(JsonPointer.Of(path), text.Of(path, expected), text.Of(path, live)));

    private static JsonNode? ElementAt(JsonArray? list, int at) => list is not null && at < list.Count ? list[at] : null;

    private static bool AreEqual(JsonValue one, JsonValue other)
    {
        var (kind, otherKind) = (one.GetValueKind(), other.GetValueKind());
        return kind == otherKind && kind switch
        {
            JsonValueKind.String => one.GetValue<string>() == other.GetValue<string>(),
            JsonValueKind.Number => JsonNumber.AreEqual(one.ToJsonString(), other.ToJsonString()),
            _ => true,
        };
    }
}
