using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Selection;

namespace Workflows.Core.Tests.Selection;

public class GlobPatternTests
{
    [Theory]
    [InlineData("shop", "shop", true)]
    [InlineData("shop", "shop-2", false)]
    [InlineData("*", "", true)]
    [InlineData("shop-*", "shop-", true)]
    [InlineData("shop-*", "shop", false)]
    [InlineData("*-prod", "shop-prod", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-c-b", false)]
    [InlineData("team-?", "team-a", true)]
    [InlineData("team-?", "team-ab", false)]
    [InlineData("team-[ab]", "team-b", true)]
    [InlineData("team-[ab]", "team-c", false)]
    [InlineData("team-[a-c0-3]", "team-2", true)]
    [InlineData("team-[a-c]", "team-d", false)]
    [InlineData("x[a-]y", "x-y", true)]
    [InlineData("*.cert-manager.io", "certificates.cert-manager.io", true)]
    [InlineData("Shop", "shop", false)]
    public void A_pattern_matches_whole_names(string pattern, string name, bool matches) =>
        Assert.Equal(matches, GlobPattern.Parse(pattern).IsMatch(name));

    [Theory]
    [InlineData("")]
    [InlineData("a**")]
    [InlineData("{a,b}")]
    [InlineData("[ab")]
    [InlineData("ab]")]
    [InlineData("[]")]
    [InlineData("[z-a]")]
    [InlineData("[!a]")]
    [InlineData("[a*]")]
    [InlineData("a\\*")]
    [InlineData("a b")]
    public void A_pattern_outside_the_grammar_is_refused_with_a_sentence(string pattern)
    {
        Assert.False(GlobPattern.TryParse(pattern, out _, out var problem));
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.Throws<SelectionException>(() => GlobPattern.Parse(pattern));
    }

    [Fact]
    public void A_pattern_made_to_be_slow_is_not()
    {
        // Exponential for a matcher that tries every split; 250 × 253 steps here.
        var pattern = GlobPattern.Parse(string.Concat(Enumerable.Repeat("a*", 250)) + "b");
        Assert.False(pattern.IsMatch(new string('a', 253)));
    }

    [Fact]
    public void Matching_agrees_with_a_naive_matcher()
    {
        var element = Gen.Elements("a", "b", "-", "*", "?", "[ab]", "[a-c]", "[-b]");
        var patterns = element.ListOf().Select(parts => string.Concat(parts)).Where(p => p.Length is > 0 and < 60 && !p.Contains("**"));
        var names = Gen.Elements('a', 'b', 'c', '-').ListOf().Select(c => new string([.. c])).Where(n => n.Length < 14);
        var cases = patterns.SelectMany(_ => names, (pattern, name) => (pattern, name)).ToArbitrary();

        Check.One(Campaign.Config, Prop.ForAll(cases, item =>
            GlobPattern.Parse(item.pattern).IsMatch(item.name) == NaiveMatch(item.pattern, item.name)));
    }

    /// <summary>The definition, word by word: try everything. Independent of the code under test.</summary>
    private static bool NaiveMatch(string pattern, string name)
    {
        if (pattern.Length == 0)
        {
            return name.Length == 0;
        }

        switch (pattern[0])
        {
            case '*':
                return Enumerable.Range(0, name.Length + 1).Any(taken => NaiveMatch(pattern[1..], name[taken..]));
            case '[':
                var end = pattern.IndexOf(']');
                var accepted = pattern[1..end] switch { "ab" => "ab", "a-c" => "abc", var other => other };
                return name.Length > 0 && accepted.Contains(name[0]) && NaiveMatch(pattern[(end + 1)..], name[1..]);
            default:
                return name.Length > 0 && (pattern[0] == '?' || pattern[0] == name[0]) && NaiveMatch(pattern[1..], name[1..]);
        }
    }
}
