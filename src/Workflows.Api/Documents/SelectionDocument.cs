using Workflows.Core.Selection;

namespace Workflows.Api.Documents;

/// <summary>The filters that a backup or restore was asked for; what restricts nothing is empty or absent.</summary>
public sealed record SelectionDocument(
    IReadOnlyList<string> IncludedNamespaces,
    IReadOnlyList<string> ExcludedNamespaces,
    IReadOnlyList<string> IncludedResources,
    IReadOnlyList<string> ExcludedResources,
    string? LabelSelector,
    IReadOnlyList<string> OrLabelSelectors,
    bool? IncludeClusterResources)
{
    public static SelectionDocument Of(ObjectSelection selection) => new(
        selection.IncludedNamespaces,
        selection.ExcludedNamespaces,
        selection.IncludedResources,
        selection.ExcludedResources,
        selection.LabelSelector,
        selection.OrLabelSelectors,
        selection.IncludeClusterResources);
}
