using Workflows.Cli.Errors;
using Workflows.Cli.Yaml;
using Workflows.Core.Hooks;
using Workflows.Core.Selection;

namespace Workflows.Cli.Hooks;

/// <summary>
/// A file of applications, one a document, in the shape of Backup for GKE's ProtectedApplication: the pods of a namespace and
/// labels, whose claims are moved before any of its post hooks runs, with hooks for the pods of its components.
/// </summary>
/// <param name="hooks">How a command is read.</param>
internal sealed class ApplicationFile(HookFile hooks)
{
    private const string ApiVersion = "workflows.dev/v1";

    private const string Kind = "ProtectedApplication";

    private const string AllAll = "BackupAllRestoreAll";

    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

    /// <exception cref="UsageException">Something in it is not understood.</exception>
    public async Task<IReadOnlyList<HookRule>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var documents = await YamlFile.ReadAsync(path, HookFile.LongestFile, cancellationToken);
        if (documents.Count == 0)
        {
            throw new UsageException($"{path} holds no {Kind}.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        HookRule[] rules = [.. documents.SelectMany(document => RulesOf(document, names))];
        HookFile.RequireShort(path, rules);
        return rules;
    }

    private IEnumerable<HookRule> RulesOf(YamlMap document, HashSet<string> names)
    {
        if (document.RequireText("apiVersion") != ApiVersion || document.RequireText("kind") != Kind)
        {
            throw document.Error("kind", $"a document here is of kind {Kind} and apiVersion {ApiVersion}");
        }

        var metadata = document.RequireMap("metadata");
        var (name, ns) = (metadata.RequireText("name"), metadata.RequireText("namespace"));
        metadata.RefuseOthers();
        if (!names.Add($"{ns}/{name}"))
        {
            throw metadata.Error($"application {ns}/{name} is given twice");
        }

        var spec = document.RequireMap("spec");
        document.RefuseOthers();
        var members = new HookRule { Name = name, Application = $"{ns}/{name}", Pods = PodsOf(spec, metadata, ns) };
        var components = spec.Maps("components");
        spec.RefuseOthers();
        return components.Count == 0
            ? throw spec.Error("'components' is a list of what has hooks")
            : components.Select(component => ComponentOf(component, members)).Append(members);
    }

    private static ObjectSelection PodsOf(YamlMap spec, YamlMap metadata, string ns)
    {
        string? labels = null;
        if (spec.FindMap("resourceSelection") is { } selection)
        {
            if (selection.RequireText("type") != "Selector")
            {
                throw selection.Error("type", "'type' is Selector");
            }

            labels = PodSelection.SelectorOf(selection.RequireMap("selector"));
            selection.RefuseOthers();
        }

        var pods = new ObjectSelection { IncludedNamespaces = [ns], LabelSelector = labels };
        return pods.Validate() is [var problem, ..] || ns.AsSpan().ContainsAny("*?[]")
            ? throw metadata.Error("namespace", "'namespace' is the name of one namespace")
            : pods;
    }

    private HookRule ComponentOf(YamlMap component, HookRule members)
    {
        var name = component.RequireText("name");
        var kind = component.RequireText("resourceKind");
        var workloads = component.Texts("resourceNames");
        var strategy = component.RequireMap("strategy");
        component.RefuseOthers();
        if (!Kinds.Contains(kind, StringComparer.Ordinal) || workloads.Count == 0)
        {
            throw component.Error($"a component has a 'resourceKind' ({string.Join(", ", Kinds)}) and 'resourceNames'");
        }

        if (strategy.RequireText("type") != AllAll)
        {
            throw strategy.Error("type", $"'type' is {AllAll}: no other strategy is there yet");
        }

        var all = strategy.RequireMap("backupAllRestoreAll");
        strategy.RefuseOthers();
        var title = $"{members.Name}/{name}";
        var rule = members with
        {
            Name = title,
            Workloads = [.. workloads.Select(workload => new HookedWorkload(kind, workload))],
            Pre = [.. all.Maps("backupPreHooks").Select(hook => HookOf(title, hook))],
            Post = [.. all.Maps("backupPostHooks").Select(hook => HookOf(title, hook))],
        };
        all.RefuseOthers();
        return rule is { Pre: [], Post: [] } ? throw all.Error("it has neither 'backupPreHooks' nor 'backupPostHooks'") : rule;
    }

    private ExecHook HookOf(string component, YamlMap hook)
    {
        var read = hooks.ExecOf($"{component}/{hook.RequireText("name")}", hook, HookOnError.Fail, "timeout");
        hook.RefuseOthers();
        return read;
    }
}
