using Selector = Workflows.Core.Selection.LabelSelector;

namespace Workflows.Core.Selection;

/// <summary>Finds every problem of a selection without stopping at the first.</summary>
internal static class SelectionValidation
{
    /// <summary>
    /// How long the filters may be together, in characters: they are in the input of every activity, and a history
    /// entry holds 45 KB.
    /// </summary>
    private const int MaxLength = 6_000;

    public static IReadOnlyList<string> ProblemsOf(ObjectSelection selection) =>
    [
        .. NamespaceNames(selection.IncludedNamespaces, "included"),
        .. NamespaceNames(selection.ExcludedNamespaces, "excluded"),
        .. ResourceNames(selection.IncludedResources, "included"),
        .. ResourceNames(selection.ExcludedResources, "excluded"),
        .. Lists("namespaces", selection.IncludedNamespaces, selection.ExcludedNamespaces),
        .. Lists("resources", selection.IncludedResources, selection.ExcludedResources),
        .. Selectors(selection),
        .. Length(selection),
    ];

    private static IEnumerable<string> Length(ObjectSelection selection)
    {
        IEnumerable<string?> filters =
        [
            .. selection.IncludedNamespaces, .. selection.ExcludedNamespaces,
            .. selection.IncludedResources, .. selection.ExcludedResources,
            selection.LabelSelector, .. selection.OrLabelSelectors,
        ];
        var length = filters.Sum(filter => filter?.Length ?? 0);
        if (length > MaxLength)
        {
            yield return $"The filters come to {length} characters and may have {MaxLength}: use globs or labels instead of names.";
        }
    }

    private static IEnumerable<string> NamespaceNames(IReadOnlyList<string> names, string list) =>
        PatternProblems(names, $"{list} namespaces", name =>
            name.Any(char.IsAsciiLetterUpper) ? "names of namespaces are in lower case"
            : HasOnly(name, "-") ? null
            : "names of namespaces have letters, digits and dashes");

    private static IEnumerable<string> ResourceNames(IReadOnlyList<string> names, string list) =>
        PatternProblems(names, $"{list} resources", name =>
            HasOnly(name, "-.") ? null : "names of resources have letters, digits, dashes and dots");

    private static IEnumerable<string> PatternProblems(
        IReadOnlyList<string> names, string list, Func<string, string?> problemOfName)
    {
        foreach (var name in names)
        {
            if (name is null)
            {
                yield return $"The {list} hold an entry without a name.";
            }
            else if (!GlobPattern.TryParse(name, out _, out var problem))
            {
                yield return problem;
            }
            else if (problemOfName(name) is { } reason)
            {
                yield return $"\"{name}\" among the {list} can match nothing: {reason}.";
            }
        }
    }

    private static bool HasOnly(string name, string punctuation) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || punctuation.Contains(c) || "*?[]-".Contains(c));

    private static IEnumerable<string> Lists(
        string what, IReadOnlyList<string> included, IReadOnlyList<string> excluded)
    {
        if (included.Count > 1 && included.Contains("*", StringComparer.Ordinal))
        {
            yield return $"The included {what} hold * and others; * alone includes all, the others alone only those.";
        }

        if (excluded.Contains("*", StringComparer.Ordinal))
        {
            yield return $"The excluded {what} hold *, which leaves nothing to select.";
        }

        foreach (var both in included.Intersect(excluded, StringComparer.OrdinalIgnoreCase).Where(name => name is not (null or "*")))
        {
            yield return $"\"{both}\" is both among the included and among the excluded {what}.";
        }
    }

    private static IEnumerable<string> Selectors(ObjectSelection selection)
    {
        if (selection.LabelSelector is not null && selection.OrLabelSelectors.Count > 0)
        {
            yield return "A label selector and or-selectors exclude each other; give one kind only.";
        }

        IEnumerable<string?> selectors = selection.LabelSelector is null
            ? selection.OrLabelSelectors
            : [selection.LabelSelector, .. selection.OrLabelSelectors];
        foreach (var text in selectors)
        {
            if (!Selector.TryParse(text ?? "", out _, out var problem))
            {
                yield return problem;
            }
        }
    }
}
