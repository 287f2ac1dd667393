using Selector = Workflows.Core.Selection.LabelSelector;

namespace Workflows.Core.Selection;

/// <summary>The label selectors of a selection: one that must match, or several of which one must.</summary>
public sealed class LabelFilter
{
    private readonly Selector[] selectors;

    /// <exception cref="SelectionException">A selector is not one, or both kinds are given.</exception>
    public LabelFilter(ObjectSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        if (selection.LabelSelector is not null && selection.OrLabelSelectors.Count > 0)
        {
            throw new SelectionException(
                ["A label selector and or-selectors exclude each other; give one kind only."]);
        }

        IReadOnlyList<string> texts = selection.LabelSelector is { } single ? [single] : selection.OrLabelSelectors;
        selectors = [.. texts.Select(Selector.Parse)];
    }

    /// <summary>Whether every object matches, so that labels need not be read.</summary>
    public bool IsAll => selectors.Length == 0 || Array.Exists(selectors, selector => selector.IsEverything);

    /// <summary>
    /// What to give the server as <c>labelSelector</c>: one list per entry, none for a list without a selector. An
    /// object that matches two entries comes twice, so whoever lists with several must drop what it has seen.
    /// </summary>
    public IReadOnlyList<string> ServerSelectors => IsAll ? [] : [.. selectors.Select(selector => selector.ToString())];

    /// <summary>Whether an object with these labels is taken; null means an object without labels.</summary>
    public bool Matches(IReadOnlyDictionary<string, string>? labels) =>
        IsAll || Array.Exists(selectors, selector => selector.Matches(labels));
}
