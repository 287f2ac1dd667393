using Workflows.Core.Selection;

namespace Workflows.Core.Tests.Selection;

public class NamespaceFilterTests
{
    [Fact]
    public void Without_names_every_namespace_matches()
    {
        Assert.True(new NamespaceFilter(new ObjectSelection()).Matches("shop"));
        Assert.True(new NamespaceFilter(new ObjectSelection()).IsAll);
        Assert.True(new NamespaceFilter(new ObjectSelection { IncludedNamespaces = ["*"] }).IsAll);
    }

    [Fact]
    public void An_exclusion_wins_over_an_inclusion()
    {
        var filter = new NamespaceFilter(new ObjectSelection { IncludedNamespaces = ["shop-*"], ExcludedNamespaces = ["*-test"] });

        Assert.True(filter.Matches("shop-prod"));
        Assert.False(filter.Matches("shop-test"));
        Assert.False(filter.Matches("bank"));
    }

    [Fact]
    public void All_but_one_is_not_all() =>
        Assert.False(new NamespaceFilter(new ObjectSelection { ExcludedNamespaces = ["shop"] }).IsAll);

    [Fact]
    public void Patterns_that_match_nothing_are_named() =>
        Assert.Equal(
            ["shpo"],
            new NamespaceFilter(new ObjectSelection { IncludedNamespaces = ["shpo", "ba*"] }).Unmatched(["shop", "bank"]));

    [Fact]
    public void Names_without_wildcards_are_told_apart() =>
        Assert.Equal(["bank"], new NamespaceFilter(new ObjectSelection { IncludedNamespaces = ["shop-*", "bank"] }).NamedExactly);
}
