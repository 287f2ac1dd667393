namespace Workflows.Core.Selection;

/// <summary>Which objects of a cluster or of a backup are meant.</summary>
public sealed record ObjectSelection
{
    public IReadOnlyList<string> IncludedNamespaces { get; init; } = [];

    public IReadOnlyList<string> ExcludedNamespaces { get; init; } = [];

    public IReadOnlyList<string> IncludedResources { get; init; } = [];

    public IReadOnlyList<string> ExcludedResources { get; init; } = [];

    public string? LabelSelector { get; init; }

    public IReadOnlyList<string> OrLabelSelectors { get; init; } = [];

    public bool? IncludeClusterResources { get; init; }
}
