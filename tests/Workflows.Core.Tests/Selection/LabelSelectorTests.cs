using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Selection;

namespace Workflows.Core.Tests.Selection;

public class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels =
        new(StringComparer.Ordinal) { ["app"] = "shop", ["tier"] = "web", ["size"] = "3", ["empty"] = "" };

    [Theory]
    [InlineData("app=shop", true)]
    [InlineData("app==shop", true)]
    [InlineData("app = bank", false)]
    [InlineData("app!=shop", false)]
    [InlineData("missing!=x", true)]
    [InlineData("tier in (web, api)", true)]
    [InlineData("tier in (api)", false)]
    [InlineData("tier notin (api)", true)]
    [InlineData("missing notin (api)", true)]
    [InlineData("missing in (api)", false)]
    [InlineData("app", true)]
    [InlineData("missing", false)]
    [InlineData("!missing", true)]
    [InlineData("!app", false)]
    [InlineData("size>2,size<4", true)]
    [InlineData("size>3", false)]
    [InlineData("app>1", false)]
    [InlineData("empty=", true)]
    [InlineData("empty in (,x)", true)]
    [InlineData("", true)]
    [InlineData("app=shop,tier=api", false)]
    public void A_selector_matches_as_kubernetes_does(string selector, bool matches) =>
        Assert.Equal(matches, LabelSelector.Parse(selector).Matches(Labels));

    [Fact]
    public void An_object_without_labels_matches_what_asks_for_absence()
    {
        Assert.True(LabelSelector.Parse("!app,tier!=web").Matches(null));
        Assert.False(LabelSelector.Parse("app").Matches(null));
    }

    [Theory]
    [InlineData("b=1, a == 2 ", "a=2,b=1")]
    [InlineData("x in (c,a,b,a)", "x in (a,b,c)")]
    [InlineData("in in (notin,in)", "in in (in,notin)")]
    [InlineData("x in (,)", "x=")]
    [InlineData("x notin (,)", "x!=")]
    [InlineData("! a.example.com/b", "!a.example.com/b")]
    public void The_canonical_text_is_sorted_and_tight(string selector, string canonical) =>
        Assert.Equal(canonical, LabelSelector.Parse(selector).ToString());

    [Theory]
    [InlineData("=b")]
    [InlineData("a=b,")]
    [InlineData(",a=b")]
    [InlineData("a b")]
    [InlineData("a in b")]
    [InlineData("a in ()")]
    [InlineData("a in (b")]
    [InlineData("a in (b c)")]
    [InlineData("a=b=c")]
    [InlineData("a>x")]
    [InlineData("-a=b")]
    [InlineData("a=-b")]
    [InlineData("UPPER.example/a=b")]
    [InlineData("a/b/c=d")]
    [InlineData("a=ü")]
    [InlineData("!")]
    [InlineData("a=0123456789012345678901234567890123456789012345678901234567890123")]
    public void What_is_no_selector_is_refused_with_a_sentence(string text)
    {
        Assert.False(LabelSelector.TryParse(text, out _, out var problem));
        Assert.StartsWith($"\"{text}\" is not a label selector: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Printing_and_reading_again_gives_the_same_selector()
    {
        var key = Gen.Elements("app", "in", "notin", "example.com/tier", "a_b.C", "x");
        var value = Gen.Elements("", "shop", "in", "a-b", "1");
        var values = value.NonEmptyListOf().Where(set => set is not [""]);
        var term = Gen.OneOf(
            key,
            key.Select(k => $"!{k}"),
            key.SelectMany(_ => value, (k, v) => $"{k}={v}"),
            key.SelectMany(_ => value, (k, v) => $"{k} != {v}"),
            key.SelectMany(_ => values, (k, v) => $"{k} in ({string.Join(", ", v)})"),
            key.SelectMany(_ => values, (k, v) => $"{k} notin ({string.Join(',', v)})"),
            key.Select(k => $"{k}>12"));
        var selectors = term.ListOf().Select(terms => string.Join(" , ", terms)).ToArbitrary();

        Check.One(Campaign.Config, Prop.ForAll(selectors, text =>
        {
            var first = LabelSelector.Parse(text);
            var second = LabelSelector.Parse(first.ToString());
            return first.Equals(second)
                && first.Requirements.Count == second.Requirements.Count
                && first.Matches(Labels) == second.Matches(Labels);
        }));
    }

    [Fact]
    public void No_text_makes_the_parser_do_anything_but_read_or_refuse() =>
        Check.One(Campaign.Config, Prop.ForAll<string>(text =>
            text is null || LabelSelector.TryParse(text, out _, out var problem) || problem.Length > 0));
}
