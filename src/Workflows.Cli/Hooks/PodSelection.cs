using Workflows.Cli.Errors;
using Workflows.Cli.Yaml;
using Workflows.Core.Selection;

namespace Workflows.Cli.Hooks;

/// <summary>The pods that hooks are for, in Velero's words.</summary>
internal static class PodSelection
{
    /// <exception cref="UsageException">It selects nothing that there can be.</exception>
    public static ObjectSelection Read(YamlMap map)
    {
        var selection = new ObjectSelection
        {
            IncludedNamespaces = map.Texts("includedNamespaces"),
            ExcludedNamespaces = map.Texts("excludedNamespaces"),
            IncludedResources = map.Texts("includedResources"),
            ExcludedResources = map.Texts("excludedResources"),
            LabelSelector = map.FindMap("labelSelector") is { } selector ? SelectorOf(selector) : null,
        };
        return selection.Validate() is [var problem, ..] ? throw map.Error(problem.TrimEnd('.')) : selection;
    }

    /// <summary>A <c>LabelSelector</c> of Kubernetes as text.</summary>
    public static string SelectorOf(YamlMap selector)
    {
        List<string> terms = [];
        if (selector.FindMap("matchLabels") is { } labels)
        {
            terms.AddRange(labels.Keys.Select(key => Checked(labels, key, $"{key}={labels.FindText(key)}", [labels.FindText(key) ?? ""])));
        }

        terms.AddRange(selector.Maps("matchExpressions").Select(TermOf));
        selector.RefuseOthers();
        return string.Join(',', terms);
    }

    private static string TermOf(YamlMap expression)
    {
        var (key, named, values) = (expression.RequireText("key"), expression.RequireText("operator"), expression.Texts("values"));
        expression.RefuseOthers();
        var list = string.Join(',', values);
        var term = (named, values.Count) switch
        {
            ("In", > 0) => $"{key} in ({list})",
            ("NotIn", > 0) => $"{key} notin ({list})",
            ("Exists", 0) => key,
            ("DoesNotExist", 0) => $"!{key}",
            _ => throw expression.Error("operator", "'operator' is In or NotIn, with values, or Exists or DoesNotExist, without"),
        };
        return Checked(expression, "key", term, values);
    }

    /// <summary>One term must not read as several, nor as another.</summary>
    private static string Checked(YamlMap map, string at, string term, IReadOnlyList<string> values) =>
        LabelSelector.TryParse(term, out var read, out _)
        && read.Requirements is [var only]
        && only.Values.Order(StringComparer.Ordinal).SequenceEqual(
            values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal)
            ? term
            : throw map.Error(at, $"'{term}' is no label that an object can have");
}
