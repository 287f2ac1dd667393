using Workflows.Cli.Errors;
using Workflows.Cli.Yaml;
using Workflows.Core.Applications;
using Workflows.Core.Hooks;

namespace Workflows.Cli.Hooks;

/// <summary>
/// A component's strategy, as Backup for GKE has them: every pod keeps its own data (BackupAllRestoreAll); one pod's data is
/// restored to all (BackupOneRestoreAll); one pod writes all data to a volume, and reads it from there after a restore
/// (DumpAndLoad).
/// </summary>
/// <param name="hooks">How a command is read.</param>
/// <param name="members">The rule for all pods of the application.</param>
/// <param name="title">What reports call the component.</param>
/// <param name="workloads">What makes its pods.</param>
internal sealed class ComponentStrategy(HookFile hooks, HookRule members, string title, IReadOnlyList<HookedWorkload> workloads)
{
    private const string AllAll = "BackupAllRestoreAll";

    private const string OneAll = "BackupOneRestoreAll";

    private const string Dump = "DumpAndLoad";

    /// <exception cref="UsageException">It is none.</exception>
    public ApplicationPlan Read(YamlMap strategy)
    {
        var (key, read) = strategy.RequireText("type") switch
        {
            AllAll => ("backupAllRestoreAll", (Func<YamlMap, ApplicationPlan>)ReadAllAll),
            OneAll => ("backupOneRestoreAll", ReadOneAll),
            Dump => ("dumpAndLoad", ReadDump),
            _ => throw strategy.Error("type", $"'type' is {AllAll}, {OneAll} or {Dump}"),
        };
        var body = strategy.RequireMap(key);
        strategy.RefuseOthers();
        var plan = read(body);
        body.RefuseOthers();
        return plan;
    }

    private ApplicationPlan ReadAllAll(YamlMap body)
    {
        var rule = RuleOf(workloads) with { Pre = HooksOf(body, "backupPreHooks"), Post = HooksOf(body, "backupPostHooks") };
        var selector = VolumesOf(body);
        return rule is { Pre: [], Post: [] } && selector is null
            ? throw body.Error("it has neither 'backupPreHooks' nor 'backupPostHooks' nor a 'volumeSelector'")
            : new([rule], selector is null ? [] : [ComponentOf(selector)]);
    }

    private ApplicationPlan ReadOneAll(YamlMap body)
    {
        var source = WorkloadOf(body, "backupTargetName");
        var rule = RuleOf([source]) with
        {
            Pick = OneOf(source),
            Pre = HooksOf(body, "backupPreHooks"),
            Post = HooksOf(body, "backupPostHooks"),
        };
        return new([rule], [ComponentOf(VolumesOf(body)) with { Source = source, Pick = rule.Pick }]);
    }

    private ApplicationPlan ReadDump(YamlMap body)
    {
        var (dump, load) = (WorkloadOf(body, "dumpTarget"), WorkloadOf(body, "loadTarget"));
        var dumping = RuleOf([dump]) with
        {
            Pick = OneOf(dump),
            Pre = HooksOf(body, "dumpHooks"),
            Post = HooksOf(body, "backupPostHooks"),
        };

        // A program that is not ready can't be told to load.
        var loading = RuleOf([load]) with
        {
            Pick = PodPick.First,
            Restored = [.. HooksOf(body, "loadHooks").Select(hook => hook with { Wait = new(ForReady: true, HookWait.DefaultTimeout) })],
        };
        return dumping.Pre.Count == 0 || loading.Restored.Count == 0
            ? throw body.Error("it has 'dumpHooks' and 'loadHooks'")
            : new([dumping, loading], [ComponentOf(VolumesOf(body) ?? throw body.Error("'volumeSelector' names the volume that is dumped to"))]);
    }

    private HookRule RuleOf(IReadOnlyList<HookedWorkload> makers) => members with { Name = title, Workloads = makers };

    private ProtectedComponent ComponentOf(string? selector) => new(title, members.Pods, workloads) { VolumeSelector = selector };

    private HookedWorkload WorkloadOf(YamlMap body, string key)
    {
        var name = body.RequireText(key);
        return workloads.FirstOrDefault(workload => workload.Name == name)
            ?? throw body.Error(key, $"'{key}' is one of the component's resourceNames");
    }

    /// <summary>Of several StatefulSets each pod has its part: the first serves as well as another.</summary>
    private PodPick OneOf(HookedWorkload target) =>
        target.Kind == "StatefulSet" && workloads.Count == 1 ? PodPick.SecondOfMany : PodPick.First;

    private static string? VolumesOf(YamlMap body) =>
        body.FindMap("volumeSelector") is { } selector ? PodSelection.SelectorOf(selector) : null;

    private ExecHook[] HooksOf(YamlMap body, string key) => [.. body.Maps(key).Select(HookOf)];

    private ExecHook HookOf(YamlMap hook)
    {
        var read = hooks.ExecOf($"{title}/{hook.RequireText("name")}", hook, HookOnError.Fail, "timeout");
        hook.RefuseOthers();
        return read;
    }
}
