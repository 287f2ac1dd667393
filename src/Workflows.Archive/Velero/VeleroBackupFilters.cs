using System.Text.Json;

namespace Workflows.Archive.Velero;

/// <summary>The selection fields of a Velero Backup's spec, by Velero's names (pkg/apis/velero/v1/backup_types.go).</summary>
public sealed record VeleroBackupFilters
{
    public IReadOnlyList<string> IncludedNamespaces { get; init; } = ["*"];

    public IReadOnlyList<string>? ExcludedNamespaces { get; init; }

    public IReadOnlyList<string>? IncludedResources { get; init; }

    public IReadOnlyList<string>? ExcludedResources { get; init; }

    public bool? IncludeClusterResources { get; init; }

    /// <summary>A Kubernetes LabelSelector.</summary>
    public JsonElement? LabelSelector { get; init; }

    /// <summary>Kubernetes LabelSelectors.</summary>
    public IReadOnlyList<JsonElement>? OrLabelSelectors { get; init; }
}
