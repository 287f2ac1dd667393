using System.Globalization;

namespace Workflows.Core.Hooks;

/// <summary>Chooses the pods that a rule means, among those that it is for.</summary>
public static class PodChoice
{
    /// <param name="pick">Which are meant.</param>
    /// <param name="pods">The names of the pods, of one namespace.</param>
    public static IReadOnlyList<string> Of(PodPick pick, IEnumerable<string> pods)
    {
        string[] inOrder =
        [
            .. pods.Distinct(StringComparer.Ordinal).OrderBy(OrdinalOf).ThenBy(pod => pod, StringComparer.Ordinal),
        ];
        return pick switch
        {
            PodPick.Every => inOrder,
            PodPick.SecondOfMany when inOrder.Length > 2 => [inOrder[1]],
            _ => inOrder.Length > 0 ? [inOrder[0]] : [],
        };
    }

    /// <summary>The number that a StatefulSet ends its pods' names with; 0 where there is none.</summary>
    private static int OrdinalOf(string pod) =>
        int.TryParse(pod.AsSpan(pod.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? ordinal
            : 0;
}
