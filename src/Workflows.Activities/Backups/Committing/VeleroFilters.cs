using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Archive.Velero;
using Workflows.Core.Backups;
using Workflows.Core.Selection;

namespace Workflows.Activities.Backups.Committing;

/// <summary>Puts a selection into Velero's words, for the Backup document that stands beside the archive.</summary>
internal static class VeleroFilters
{
    public static VeleroBackupFilters Of(BackupSpec spec)
    {
        var selection = spec.Selection;
        IReadOnlyList<string> excluded = spec.IncludeSecrets
            ? selection.ExcludedResources
            : [.. selection.ExcludedResources, "secrets"];
        return new()
        {
            IncludedNamespaces = selection.IncludedNamespaces.Count == 0 ? ["*"] : selection.IncludedNamespaces,
            ExcludedNamespaces = NullIfEmpty(selection.ExcludedNamespaces),
            IncludedResources = NullIfEmpty(selection.IncludedResources),
            ExcludedResources = NullIfEmpty(excluded),
            IncludeClusterResources = selection.IncludeClusterResources,
            LabelSelector = selection.LabelSelector is { } text ? Selector(text) : null,
            OrLabelSelectors = selection.OrLabelSelectors.Count == 0
                ? null
                : [.. selection.OrLabelSelectors.Select(Selector).OfType<JsonElement>()],
        };
    }

    /// <summary>
    /// A selector as the structure <c>metav1.LabelSelector</c>; null where it compares numbers, for which that
    /// structure has no operator. Velero reads this document for display only.
    /// </summary>
    private static JsonElement? Selector(string text)
    {
        var expressions = new JsonArray();
        foreach (var requirement in LabelSelector.Parse(text).Requirements)
        {
            if (OperatorOf(requirement.Operator) is not { } name)
            {
                return null;
            }

            var expression = new JsonObject { ["key"] = requirement.Key, ["operator"] = name };
            if (requirement.Values.Count > 0)
            {
                expression["values"] = new JsonArray([.. requirement.Values.Select(value => JsonValue.Create(value))]);
            }

            expressions.Add(expression);
        }

        return JsonSerializer.SerializeToElement(new JsonObject { ["matchExpressions"] = expressions });
    }

    private static string? OperatorOf(LabelOperator labelOperator) => labelOperator switch
    {
        LabelOperator.Is or LabelOperator.In => "In",
        LabelOperator.IsNot or LabelOperator.NotIn => "NotIn",
        LabelOperator.Exists => "Exists",
        LabelOperator.DoesNotExist => "DoesNotExist",
        _ => null,
    };

    private static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> list) => list.Count == 0 ? null : list;
}
