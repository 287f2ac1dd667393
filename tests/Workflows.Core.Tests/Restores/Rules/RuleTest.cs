using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

/// <summary>Applies one rule to an object written as JSON.</summary>
internal static class RuleTest
{
    public static RestoreRuleContext Context { get; } = new() { BackupName = "nightly", RestoreName = "nightly-1" };

    public static RestoreRuleContext Mapping(string from, string to) =>
        Context with { NamespaceMappings = new Dictionary<string, string>(StringComparer.Ordinal) { [from] = to } };

    /// <summary>Asserts what the rule makes of the object, and that a second time it makes nothing more of it.</summary>
    public static void AssertMakes(IRestoreRule rule, string archived, string restored, RestoreRuleContext? context = null)
    {
        var obj = TestJson.Object(archived);
        Assert.Null(rule.Apply(obj, context ?? Context).SkipReason);
        TestJson.AssertEqual(restored, obj);
        Assert.Null(rule.Apply(obj, context ?? Context).SkipReason);
        TestJson.AssertEqual(restored, obj);
    }

    public static void AssertKeeps(IRestoreRule rule, string archived, RestoreRuleContext? context = null) =>
        AssertMakes(rule, archived, archived, context);

    public static void AssertSkips(IRestoreRule rule, string archived)
    {
        var reason = rule.Apply(TestJson.Object(archived), Context).SkipReason;
        Assert.NotNull(reason);
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
    }

    public static void AssertAppliesOnlyTo(IRestoreRule rule, params string[] resources)
    {
        Assert.All(resources, resource => Assert.True(rule.AppliesTo(GroupResource.Parse(resource)), resource));
        Assert.All(
            ["widgets.example.com", .. resources.Select(resource => $"{GroupResource.Parse(resource).Plural}.example.com")],
            resource => Assert.False(rule.AppliesTo(GroupResource.Parse(resource)), resource));
    }
}
