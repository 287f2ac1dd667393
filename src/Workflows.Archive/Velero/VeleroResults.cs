using System.Text.Json.Nodes;
using Workflows.Archive.Manifests;
using Workflows.Core.Backups;

namespace Workflows.Archive.Velero;

/// <summary>The document <c>&lt;backup&gt;-results.gz</c> (pkg/util/results/result.go).</summary>
internal static class VeleroResults
{
    public static JsonObject Create(ArchiveManifestDraft draft) => new()
    {
        ["errors"] = Group(draft.Errors),
        ["warnings"] = Group(draft.Warnings),
    };

    /// <summary>Messages about the whole backup, about objects of the cluster, and by namespace; empty groups are left out.</summary>
    private static JsonObject Group(IReadOnlyList<BackupProblem> problems)
    {
        var result = new JsonObject();
        Add(result, "velero", problems.Where(p => p is { Namespace: null, Resource: null }));
        Add(result, "cluster", problems.Where(p => p is { Namespace: null, Resource: not null }));

        var namespaces = new JsonObject();
        foreach (var group in problems.Where(p => p.Namespace is not null).GroupBy(p => p.Namespace!).OrderBy(g => g.Key, StringComparer.Ordinal))
            Add(namespaces, group.Key, group);
        if (namespaces.Count > 0)
            result["namespaces"] = namespaces;
        return result;
    }

    private static void Add(JsonObject target, string key, IEnumerable<BackupProblem> problems)
    {
        var messages = problems
            .Select(p => (JsonNode)(p.Resource is null ? p.Message : $"{p.Resource}: {p.Message}"))
            .ToArray();
        if (messages.Length > 0)
            target[key] = new JsonArray(messages);
    }
}
