using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;

namespace Workflows.Archive.Velero;

/// <summary>The Backup object that Velero's store-to-cluster synchronisation reads: <c>velero-backup.json</c>.</summary>
internal static partial class VeleroBackup
{
    public static JsonObject Create(ArchiveManifestDraft draft, long objects) => new()
    {
        ["kind"] = "Backup",
        ["apiVersion"] = "velero.io/v1",
        ["metadata"] = Metadata(draft),
        ["spec"] = Spec(draft),
        ["status"] = Status(draft, objects),
    };

    /// <summary>A Go duration in the form its own printer gives: <c>720h0m0s</c>.</summary>
    public static string Duration(TimeSpan span) =>
        $"{(long)span.TotalHours}h{span.Minutes}m{span.Seconds}s";

    private static JsonObject Metadata(ArchiveManifestDraft draft)
    {
        var version = KubernetesVersion().Match(draft.Source.ServerVersion);
        return new JsonObject
        {
            ["name"] = draft.Name,
            ["namespace"] = "velero",
            ["uid"] = draft.BackupUid.ToString(),
            ["creationTimestamp"] = Time(draft.StartedAt),
            ["labels"] = new JsonObject { ["velero.io/storage-location"] = "default" },
            ["annotations"] = new JsonObject
            {
                ["velero.io/source-cluster-k8s-gitversion"] = draft.Source.ServerVersion,
                ["velero.io/source-cluster-k8s-major-version"] = version.Groups["major"].Value,
                ["velero.io/source-cluster-k8s-minor-version"] = version.Groups["minor"].Value,
            },
        };
    }

    private static JsonObject Spec(ArchiveManifestDraft draft)
    {
        var filters = draft.VeleroFilters;
        var spec = new JsonObject { ["metadata"] = new JsonObject() };
        Add(spec, "includedNamespaces", filters.IncludedNamespaces);
        Add(spec, "excludedNamespaces", filters.ExcludedNamespaces);
        Add(spec, "includedResources", filters.IncludedResources);
        Add(spec, "excludedResources", filters.ExcludedResources);
        if (filters.LabelSelector is { } selector)
            spec["labelSelector"] = JsonSerializer.SerializeToNode(selector);
        if (filters.OrLabelSelectors is { Count: > 0 } selectors)
            spec["orLabelSelectors"] = new JsonArray([.. selectors.Select(s => JsonSerializer.SerializeToNode(s))]);
        if (filters.IncludeClusterResources is { } cluster)
            spec["includeClusterResources"] = cluster;

        spec["snapshotVolumes"] = false;
        spec["defaultVolumesToFsBackup"] = false;
        spec["snapshotMoveData"] = false;
        spec["ttl"] = Duration(draft.Ttl);
        spec["hooks"] = new JsonObject();
        spec["storageLocation"] = "default";
        spec["csiSnapshotTimeout"] = "10m0s";
        spec["itemOperationTimeout"] = "4h0m0s";
        return spec;
    }

    private static JsonObject Status(ArchiveManifestDraft draft, long objects)
    {
        var status = new JsonObject
        {
            ["version"] = 1,
            ["formatVersion"] = ArchiveFormat.VeleroFormatVersion,
            ["phase"] = draft.Phase.ToString(),
            ["startTimestamp"] = Time(draft.StartedAt),
            ["completionTimestamp"] = Time(draft.CompletedAt),
            ["progress"] = new JsonObject { ["totalItems"] = objects, ["itemsBackedUp"] = objects },
        };

        // Velero collects a backup without an expiration never, and one with it from then on (pkg/controller/gc_controller.go).
        if (draft.ExpiresAt is { } expiration)
            status["expiration"] = Time(expiration);
        if (draft.Warnings.Count > 0)
            status["warnings"] = draft.Warnings.Count;
        if (draft.Errors.Count > 0)
            status["errors"] = draft.Errors.Count;
        return status;
    }

    private static void Add(JsonObject target, string key, IReadOnlyList<string>? values)
    {
        if (values is { Count: > 0 })
            target[key] = new JsonArray([.. values.Select(v => (JsonNode)v)]);
    }

    /// <summary>metav1.Time: RFC 3339 in whole seconds.</summary>
    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^v?(?<major>\d+)\.(?<minor>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KubernetesVersion();
}
