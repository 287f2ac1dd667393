using System.Globalization;
using System.Text.Json;
using Workflows.Cli.Errors;
using Workflows.Cli.Yaml;
using Workflows.Core.Hooks;
using Workflows.Durable;

namespace Workflows.Cli.Hooks;

/// <summary>
/// A file of hooks, as what stands under <c>spec.hooks</c> of Velero's Backup and Restore: <c>resources</c>, each with a
/// name, a selection of pods, and <c>pre</c> and <c>post</c> for backups or <c>postHooks</c> for restores. One file may
/// serve both: each takes its part.
/// </summary>
/// <param name="longest">How long a hook may take on this host.</param>
internal sealed class HookFile(TimeSpan longest)
{
    /// <summary>More than anybody writes, and little enough to be read at once.</summary>
    public const int LongestFile = 256 << 10;

    /// <summary>Reads the rules that a backup runs.</summary>
    /// <exception cref="UsageException">Something in it is not understood, or there is nothing for a backup.</exception>
    public async Task<IReadOnlyList<HookRule>> ReadForBackupAsync(string path, CancellationToken cancellationToken) => Require(
        path,
        await ReadAsync(path, cancellationToken),
        rule => rule with { Restored = [], Init = [] },
        rule => rule.Pre.Count + rule.Post.Count > 0,
        "pre, post");

    /// <summary>Reads the rules that a restore runs.</summary>
    /// <exception cref="UsageException">Something in it is not understood, or there is nothing for a restore.</exception>
    public async Task<IReadOnlyList<HookRule>> ReadForRestoreAsync(string path, CancellationToken cancellationToken) => Require(
        path,
        await ReadAsync(path, cancellationToken),
        rule => rule with { Pre = [], Post = [] },
        rule => rule.Restored.Count + rule.Init.Count > 0,
        "postHooks");

    private async Task<IReadOnlyList<HookRule>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var documents = await YamlFile.ReadAsync(path, LongestFile, cancellationToken);
        if (documents is not [var root])
        {
            throw new UsageException($"{path} holds {documents.Count} documents, and one is expected: resources, and hooks for each.");
        }

        var rules = root.Maps("resources").Select(RuleOf).ToArray();
        root.RefuseOthers();
        return rules;
    }

    private static HookRule[] Require(
        string path, IReadOnlyList<HookRule> read, Func<HookRule, HookRule> partOf, Predicate<HookRule> isWanted, string keys)
    {
        var rules = read.Select(partOf).Where(rule => isWanted(rule)).ToArray();
        if (rules.Length == 0)
        {
            throw new UsageException($"{path} holds no hooks for this: no entry of its resources has {keys}.");
        }

        RequireShort(path, rules);
        return rules;
    }

    /// <exception cref="UsageException">They are more than a history holds.</exception>
    internal static void RequireShort(string path, IReadOnlyList<HookRule> rules)
    {
        var length = JsonSerializer.Serialize(rules, DurableJson.Options).Length;
        if (length > HookRule.MaxLength)
        {
            throw new UsageException(
                $"The hooks of {path} come to {length} characters and may have {HookRule.MaxLength}: put long scripts into the "
                + "container's image or a ConfigMap, and call them.");
        }
    }

    private HookRule RuleOf(YamlMap map)
    {
        var name = map.RequireText("name");
        var pods = PodSelection.Read(map);
        var restored = map.Maps("postHooks").Select(hook => RestoreHookOf(name, hook)).ToArray();
        var rule = new HookRule
        {
            Name = name,
            Pods = pods,
            Pre = [.. map.Maps("pre").Select(hook => BackupHookOf(name, hook))],
            Post = [.. map.Maps("post").Select(hook => BackupHookOf(name, hook))],
            Restored = [.. restored.Select(hook => hook.Exec).OfType<ExecHook>()],
            Init = [.. restored.SelectMany(hook => hook.Init)],
        };
        map.RefuseOthers();
        return rule is { Pre: [], Post: [], Restored: [], Init: [] }
            ? throw map.Error($"'{name}' has no hook: pre, post or postHooks")
            : rule;
    }

    private ExecHook BackupHookOf(string rule, YamlMap hook)
    {
        var exec = hook.RequireMap("exec");
        hook.RefuseOthers();
        var read = ExecOf(rule, exec, HookOnError.Fail, "timeout");
        exec.RefuseOthers();
        return read;
    }

    private (ExecHook? Exec, IReadOnlyList<InitHook> Init) RestoreHookOf(string rule, YamlMap hook)
    {
        var (exec, init) = (hook.FindMap("exec"), hook.FindMap("init"));
        hook.RefuseOthers();
        if (exec is not null == init is not null)
        {
            throw hook.Error("an entry of 'postHooks' has either 'exec' or 'init'");
        }

        return exec is not null ? (WaitingOf(rule, exec), []) : (null, InitOf(init!));
    }

    private ExecHook WaitingOf(string rule, YamlMap exec)
    {
        var read = ExecOf(rule, exec, HookOnError.Continue, "execTimeout") with
        {
            Wait = new(
                exec.FindFlag("waitForReady") ?? false,
                DurationOf(exec, "waitTimeout", HookWait.LongestTimeout, "a restore waits") ?? HookWait.DefaultTimeout),
        };
        exec.RefuseOthers();
        return read;
    }

    /// <summary>A command as an entry has it; the keys that are read are known to the entry then.</summary>
    internal ExecHook ExecOf(string rule, YamlMap exec, HookOnError otherwise, string timeout)
    {
        var command = exec.Texts("command");
        return new(
            exec.FindText("container"),
            command.Count > 0 ? command : throw exec.Error("command", "'command' is a list of words, the program first"),
            exec.FindText("onError") switch
            {
                null => otherwise,
                nameof(HookOnError.Fail) => HookOnError.Fail,
                nameof(HookOnError.Continue) => HookOnError.Continue,
                _ => throw exec.Error("onError", "'onError' is Fail or Continue"),
            },
            DurationOf(exec, timeout, longest, "this host can run a hook") ?? ExecHook.DefaultTimeout)
        {
            Rule = rule,
        };
    }

    private static InitHook[] InitOf(YamlMap init)
    {
        // Velero declares it and never reads it: how long a pod's own start may take is the pod's business.
        init.FindText("timeout");
        var containers = init.Maps("initContainers").Select(ContainerOf).ToArray();
        init.RefuseOthers();
        return containers.Length > 0 ? containers : throw init.Error("'initContainers' is a list of containers");
    }

    private static InitHook ContainerOf(YamlMap container)
    {
        container.RequireText("name");
        container.RequireText("image");
        return new(container.ToJson().ToJsonString());
    }

    private static TimeSpan? DurationOf(YamlMap map, string key, TimeSpan most, string who)
    {
        if (map.FindText(key) is not { } text)
        {
            return null;
        }

        if (!GoDuration.TryParse(text, out var duration) || duration <= TimeSpan.Zero)
        {
            throw map.Error(key, $"'{key}' is a length of time, such as 90s or 2m");
        }

        return duration <= most
            ? duration
            : throw map.Error(
                key, string.Create(CultureInfo.InvariantCulture, $"'{key}' is {text}, and {who} for {most.TotalSeconds:0}s at most"));
    }
}
