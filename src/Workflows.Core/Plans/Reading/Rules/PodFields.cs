using Workflows.Core.Selection;

namespace Workflows.Core.Plans.Reading.Rules;

/// <summary>How the pods are written that hooks are for: in Velero's words.</summary>
internal static class PodFields
{
    private static readonly string[] Operators = ["In", "NotIn", "Exists", "DoesNotExist"];

    public static ObjectSelection Read(FieldReader fields)
    {
        ObjectSelection pods = new()
        {
            IncludedNamespaces = fields.Texts("includedNamespaces", "Names or patterns. Default: every namespace."),
            ExcludedNamespaces = fields.Texts("excludedNamespaces", "Names or patterns of namespaces to leave out."),
            IncludedResources = fields.Texts("includedResources", "pods, where anything is said."),
            ExcludedResources = fields.Texts("excludedResources", "As Velero has it."),
            LabelSelector = fields.Section("labelSelector", "What the pods' labels must match.", Selector),
        };
        fields.Report(null, pods.Validate());
        return pods;
    }

    /// <summary>A <c>LabelSelector</c> of Kubernetes as text.</summary>
    public static string Selector(FieldReader fields)
    {
        var labels = fields.Map("matchLabels", "Labels that must be so.");
        string[] terms =
        [
            .. labels.Select(label => Checked(fields, "matchLabels", $"{label.Key}={label.Value}", [label.Value])),
            .. fields.Sections("matchExpressions", "What labels must be like.", Term),
        ];
        return string.Join(',', terms);
    }

    private static string? Term(FieldReader fields)
    {
        var key = fields.RequiredText("key", "The label.");
        fields.Require("operator");
        var operation = fields.Word("operator", Operators, "What it must be.");
        var values = fields.Texts("values", "For In and NotIn.");
        if (operation is null || key.Length == 0)
        {
            return null;
        }

        var list = string.Join(',', values);
        var term = (operation, values.Count) switch
        {
            ("In", > 0) => $"{key} in ({list})",
            ("NotIn", > 0) => $"{key} notin ({list})",
            ("Exists", 0) => key,
            ("DoesNotExist", 0) => $"!{key}",
            _ => null,
        };
        fields.Report("operator", term is null ? ["In and NotIn take values; Exists and DoesNotExist take none."] : []);
        return term is null ? null : Checked(fields, "key", term, values);
    }

    /// <summary>One term must not read as several, nor as another.</summary>
    private static string Checked(FieldReader fields, string name, string term, IReadOnlyList<string> values)
    {
        var isOne = LabelSelector.TryParse(term, out var read, out _)
            && read.Requirements is [var only]
            && only.Values.Order(StringComparer.Ordinal).SequenceEqual(
                values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        fields.Report(name, isOne ? [] : [$"\"{term}\" is no label that an object can have."]);
        return term;
    }
}
