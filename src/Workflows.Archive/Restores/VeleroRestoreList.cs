using System.Text.Json.Nodes;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// <c>restore-NAME-resource-list.json.gz</c>: <c>{"apps/v1/Deployment":["ns/name(created)"]}</c>, kinds and names in
/// order (pkg/restore/request.go, <c>RestoredResourceList</c>). Its names are all of it that memory holds.
/// </summary>
internal sealed class VeleroRestoreList
{
    private readonly SortedDictionary<string, List<string>> kinds = new(StringComparer.Ordinal);

    public void Add(ObjectOutcome outcome)
    {
        var kind = $"{outcome.ApiVersion}/{outcome.Kind}";
        if (!kinds.TryGetValue(kind, out var names))
        {
            kinds[kind] = names = [];
        }

        var key = outcome.Key;
        var name = key.Namespace is null ? key.Name : $"{key.Namespace}/{key.Name}";
        names.Add($"{name}({ActionOf(outcome.Outcome)})");
    }

    public JsonObject Build()
    {
        var document = new JsonObject();
        foreach (var (kind, names) in kinds)
        {
            names.Sort(StringComparer.Ordinal);
            document[kind] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
        }

        return document;
    }

    /// <summary>Velero's word; an object that is there as archived is one that it skips.</summary>
    private static string ActionOf(RestoreOutcome outcome) => outcome switch
    {
        RestoreOutcome.Created => "created",
        RestoreOutcome.Updated => "updated",
        RestoreOutcome.Failed => "failed",
        _ => "skipped",
    };
}
