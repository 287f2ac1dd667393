using Workflows.Core.Comparison;

namespace Workflows.Activities.Restores.Applying;

/// <summary>Names where an object differs, briefly.</summary>
internal static class FieldList
{
    private const int Shown = 3;

    public static string Of(IReadOnlyList<FieldDifference> differences)
    {
        var shown = string.Join(", ", differences.Take(Shown).Select(difference => difference.Path));
        return differences.Count > Shown ? $"{shown} and {differences.Count - Shown} more" : shown;
    }
}
