using Workflows.Core.Selection;

namespace Workflows.Core.Tests.Selection;

public class LabelFilterTests
{
    private static readonly Dictionary<string, string> Shop = new(StringComparer.Ordinal) { ["app"] = "shop" };

    [Fact]
    public void Without_selectors_everything_matches_and_lists_have_none()
    {
        var filter = new LabelFilter(new ObjectSelection());

        Assert.True(filter.IsAll && filter.Matches(null));
        Assert.Empty(filter.ServerSelectors);
    }

    [Fact]
    public void One_of_the_or_selectors_is_enough()
    {
        var filter = new LabelFilter(new ObjectSelection { OrLabelSelectors = ["app=bank", "app = shop"] });

        Assert.True(filter.Matches(Shop));
        Assert.False(filter.Matches(null));
        Assert.Equal(["app=bank", "app=shop"], filter.ServerSelectors);
    }

    [Fact]
    public void An_empty_selector_among_several_lets_all_through()
    {
        var filter = new LabelFilter(new ObjectSelection { OrLabelSelectors = ["app=bank", ""] });

        Assert.True(filter.Matches(null));
        Assert.Empty(filter.ServerSelectors);
    }

    [Fact]
    public void Both_kinds_of_selectors_are_refused() =>
        Assert.Throws<SelectionException>(() => new LabelFilter(new ObjectSelection { LabelSelector = "a", OrLabelSelectors = ["b"] }));
}
