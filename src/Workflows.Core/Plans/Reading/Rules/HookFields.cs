using System.Globalization;
using Workflows.Core.Hooks;

namespace Workflows.Core.Plans.Reading.Rules;

/// <summary>
/// How hooks are written: as what stands under <c>spec.hooks</c> of Velero's Backup and Restore. An entry may have hooks
/// for both: <c>pre</c> and <c>post</c> for backups, <c>postHooks</c> for restores.
/// </summary>
internal static class HookFields
{
    private static readonly string[] Reactions = [nameof(HookOnError.Fail), nameof(HookOnError.Continue)];

    /// <summary>Every rule, with what it says of backups and of restores.</summary>
    public static IReadOnlyList<HookRule> Read(FieldReader fields)
    {
        fields.Require("resources");
        return fields.Sections("resources", "Hooks, each with the pods that they are for.", Rule);
    }

    /// <summary>The fields of a command; those of the mapping that it stands in may be read beside them.</summary>
    /// <param name="fields">The mapping.</param>
    /// <param name="rule">What reports call it.</param>
    /// <param name="otherwise">What its failure means where nothing is said.</param>
    /// <param name="timeout">The field of its time.</param>
    public static ExecHook Exec(FieldReader fields, string rule, HookOnError otherwise, string timeout)
    {
        fields.Require("command");
        var command = fields.Texts("command", "The program and its arguments.");
        fields.Report("command", fields.Has("command") && command.Count == 0 ? ["A list of words is expected here, the program first."] : []);
        return new(
            fields.Text("container", "The container. Default: the pod's first."),
            command,
            fields.Word("onError", Reactions, $"What its failure means for the run. Default: {otherwise}.") switch
            {
                nameof(HookOnError.Fail) => HookOnError.Fail,
                nameof(HookOnError.Continue) => HookOnError.Continue,
                _ => otherwise,
            },
            Time(fields, timeout, TimeSpan.MaxValue, "How long it may take. Default: 30s.") ?? ExecHook.DefaultTimeout)
        {
            Rule = rule,
        };
    }

    private static HookRule Rule(FieldReader fields)
    {
        var name = fields.RequiredText("name", "What reports call them.");
        var pods = PodFields.Read(fields);
        var restored = fields.Sections(
            "postHooks", "What a restore runs: exec in a container of a restored pod, or init before its own containers.", hook => Restored(hook, name));
        HookRule rule = new()
        {
            Name = name,
            Pods = pods,
            Pre = fields.Sections("pre", "What a backup runs before its moment.", hook => Backup(hook, name)),
            Post = fields.Sections("post", "What a backup runs after it.", hook => Backup(hook, name)),
            Restored = [.. restored.Select(hook => hook.Exec).OfType<ExecHook>()],
            Init = [.. restored.SelectMany(hook => hook.Init)],
        };
        fields.Report(null, rule is { Pre: [], Post: [], Restored: [], Init: [] } ? ["There is no hook here: pre, post or postHooks."] : []);
        return rule;
    }

    private static ExecHook? Backup(FieldReader fields, string rule) =>
        fields.RequiredSection("exec", "The command.", exec => Exec(exec, rule, HookOnError.Fail, "timeout"));

    private static RestoredHook Restored(FieldReader fields, string rule)
    {
        var exec = fields.Section("exec", "A command in a container of the pod.", exec => Waiting(exec, rule));
        var init = fields.Section("init", "Containers that run to their end before the pod's own start.", Init);
        fields.Report(null, fields.Has("exec") == fields.Has("init") ? ["An entry of postHooks has either exec or init."] : []);
        return new(exec, init ?? []);
    }

    private static ExecHook Waiting(FieldReader fields, string rule) => Exec(fields, rule, HookOnError.Continue, "execTimeout") with
    {
        Wait = new(
            fields.Flag("waitForReady", "Whether its container must be ready. Default: false, it must run.") ?? false,
            Time(fields, "waitTimeout", HookWait.LongestTimeout, "How long that may take. Default: 10m.") ?? HookWait.DefaultTimeout),
    };

    private static IReadOnlyList<InitHook> Init(FieldReader fields)
    {
        // Velero declares it and never reads it: how long a pod's own start may take is the pod's business.
        fields.Text("timeout", "Taken and not heeded, as by Velero.");
        fields.Require("initContainers");
        var containers = fields.Objects("initContainers", "Containers, as in a pod.", "name", "image");
        fields.Report("initContainers", fields.Has("initContainers") && containers.Count == 0 ? ["A list of containers is expected here."] : []);
        return [.. containers.Select(container => new InitHook(container.ToJsonString()))];
    }

    private static TimeSpan? Time(FieldReader fields, string name, TimeSpan most, string description)
    {
        var time = fields.Duration(name, description);
        fields.Report(name, time <= TimeSpan.Zero
            ? ["A length of time is expected here, such as 90s or 2m."]
            : time > most
                ? [string.Create(CultureInfo.InvariantCulture, $"This may be {most.TotalHours:0}h at most.")]
                : []);
        return time;
    }

    private sealed record RestoredHook(ExecHook? Exec, IReadOnlyList<InitHook> Init);
}
