using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Comparison;

/// <summary>
/// Says where a live object is not what a restore should have made of it. What a server or controller owns
/// (<see cref="OwnedFields"/>) is left out; everything else counts.
/// </summary>
/// <remarks>
/// Numbers compare by value, members in any order, list elements in theirs. <c>null</c> and an empty list equal a
/// field that is not there, and so does an empty map of strings (labels, data, limits…): a server written in Go
/// leaves these out of its answers or not as the version pleases, and they mean the same. Any other empty map means
/// something: <c>emptyDir: {}</c> is a volume, <c>namespaceSelector: {}</c> is every namespace,
/// <c>selfSigned: {}</c> is an issuer.
/// </remarks>
public static class ObjectComparison
{
    /// <param name="expected">The restored form of the archived object.</param>
    /// <param name="live">The object as the server has it.</param>
    /// <param name="resource">The resource of both.</param>
    /// <returns>Every difference, sorted by path; empty if there is none.</returns>
    public static IReadOnlyList<FieldDifference> Compare(JsonObject expected, JsonObject live, GroupResource resource)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(live);
        var walk = new ComparisonWalk(
            OwnedFields.Of(resource, expected),
            new DifferenceText(resource));
        walk.Visit(expected, live);
        return [.. walk.Differences.OrderBy(difference => difference.Path, StringComparer.Ordinal)];
    }
}
