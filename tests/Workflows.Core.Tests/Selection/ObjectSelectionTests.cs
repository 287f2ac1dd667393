using System.Text.Json;
using Workflows.Core.Errors;
using Workflows.Core.Selection;

namespace Workflows.Core.Tests.Selection;

public class ObjectSelectionTests
{
    private static readonly ObjectSelection Full = new()
    {
        IncludedNamespaces = ["shop-*"],
        ExcludedNamespaces = ["shop-test"],
        IncludedResources = ["*.apps", "ConfigMap"],
        ExcludedResources = ["secrets"],
        OrLabelSelectors = ["a=b", "c"],
        IncludeClusterResources = false,
    };

    [Fact]
    public void A_good_selection_has_no_problems() => Assert.Empty(Full.Validate());

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var problems = new ObjectSelection
        {
            IncludedNamespaces = ["Shop", "a_b", "x**", "same"],
            ExcludedNamespaces = ["same", "*"],
            IncludedResources = ["*", "pods", "Secrets"],
            ExcludedResources = ["secrets", "a/b"],
            LabelSelector = "a in",
            OrLabelSelectors = ["b", "=c"],
        }.Validate();

        Assert.Equal(11, problems.Count);
        Assert.All(problems, problem => Assert.EndsWith(".", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Filters_that_no_history_could_carry_along_are_refused_with_what_to_do_instead()
    {
        var problem = Assert.Single(new ObjectSelection
        {
            IncludedNamespaces = [.. Enumerable.Range(0, 1_000).Select(number => $"customer-{number:D4}")],
        }.Validate());

        Assert.Contains("globs or labels", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Equality_is_by_content()
    {
        var same = Full with { IncludedNamespaces = [.. Full.IncludedNamespaces] };

        Assert.Equal(Full, same);
        Assert.Equal(Full.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Full, Full with { IncludedNamespaces = ["shop"] });
        Assert.NotEqual(Full, Full with { IncludeClusterResources = null });
        Assert.NotEqual(
            new ObjectSelection { IncludedNamespaces = ["a"] },
            new ObjectSelection { ExcludedNamespaces = ["a"] });
    }

    [Fact]
    public void Json_carries_it_whole_in_camel_case()
    {
        var json = JsonSerializer.Serialize(Full, JsonSerializerOptions.Web);

        Assert.Contains("\"includedNamespaces\":[\"shop-*\"]", json, StringComparison.Ordinal);
        Assert.Equal(Full, JsonSerializer.Deserialize<ObjectSelection>(json, JsonSerializerOptions.Web));
    }

    [Fact]
    public void Json_without_lists_is_an_empty_selection() =>
        Assert.Equal(
            new ObjectSelection(),
            JsonSerializer.Deserialize<ObjectSelection>("""{"includedNamespaces": null}""", JsonSerializerOptions.Web));

    [Fact]
    public void A_bad_pattern_in_a_filter_is_a_usage_error() =>
        Assert.Equal(
            ErrorKind.Usage,
            Assert.Throws<SelectionException>(() => new NamespaceFilter(new ObjectSelection { IncludedNamespaces = ["["] })).Kind);
}
