using Workflows.Core.Applications;

namespace Workflows.Core.Hooks;

/// <summary>Of rules that say something of backups and of restores, the part of each.</summary>
internal static class HookParts
{
    public const string NothingForBackup = "This holds no hooks for a backup: no entry of its resources has pre or post.";

    public const string NothingForRestore = "This holds no hooks for a restore: no entry of its resources has postHooks.";

    public const string NothingToLoad = "This holds nothing for a restore: no component has loadHooks.";

    /// <summary>What backups run, without rules that run nothing.</summary>
    public static IReadOnlyList<HookRule> ForBackup(IEnumerable<HookRule> rules) =>
    [
        .. from rule in rules
           where rule.Pre.Count + rule.Post.Count > 0
           select rule with { Restored = [], Init = [] },
    ];

    /// <summary>Of applications, also the rules that run nothing: they keep pods together.</summary>
    public static IReadOnlyList<HookRule> ForBackup(ApplicationRules applications) =>
        [.. applications.Hooks.Select(rule => rule with { Restored = [] })];

    /// <summary>What restores run, each pod by itself.</summary>
    public static IReadOnlyList<HookRule> ForRestore(IEnumerable<HookRule> rules) =>
    [
        .. from rule in rules
           where rule.Restored.Count + rule.Init.Count > 0
           select rule with { Pre = [], Post = [], Application = null },
    ];
}
