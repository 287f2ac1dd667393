using System.Text.Json;
using Workflows.Cli.Errors;
using Workflows.Cli.Yaml;
using Workflows.Core.Hooks;
using Workflows.Core.Selection;
using Workflows.Durable;

namespace Workflows.Cli.Hooks;

/// <summary>
/// A file of applications, one a document, in the shape of Backup for GKE's ProtectedApplication: the pods of a namespace and
/// labels, whose claims are moved before any of its post hooks runs, with a strategy for each of its components. One file
/// serves backups and restores: each takes its part.
/// </summary>
/// <param name="hooks">How a command is read.</param>
internal sealed class ApplicationFile(HookFile hooks)
{
    private const string ApiVersion = "workflows.dev/v1";

    private const string Kind = "ProtectedApplication";

    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

    /// <summary>Reads what a backup does for applications.</summary>
    /// <exception cref="UsageException">Something in it is not understood.</exception>
    public async Task<ApplicationPlan> ReadForBackupAsync(string path, CancellationToken cancellationToken)
    {
        var applications = await ReadAsync(path, cancellationToken);
        var plan = new ApplicationPlan(
            [.. applications.SelectMany(application => application.Rules.Select(rule => rule with { Restored = [] }))],
            [.. applications.SelectMany(application => application.Components)]);
        RequireShort(path, plan);
        return plan;
    }

    /// <summary>Reads what a restore runs for applications; nothing where none loads what was dumped.</summary>
    /// <exception cref="UsageException">Something in it is not understood.</exception>
    public async Task<IReadOnlyList<HookRule>> ReadForRestoreAsync(string path, CancellationToken cancellationToken)
    {
        HookRule[] rules =
        [
            .. from application in await ReadAsync(path, cancellationToken)
               from rule in application.Rules
               where rule.Restored.Count > 0
               select rule with { Pre = [], Post = [], Application = null },
        ];
        RequireShort(path, new(rules, []));
        return rules.Length > 0 ? rules : throw new UsageException($"{path} holds nothing for a restore: no component has 'loadHooks'.");
    }

    private async Task<IReadOnlyList<ApplicationPlan>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var documents = await YamlFile.ReadAsync(path, HookFile.LongestFile, cancellationToken);
        if (documents.Count == 0)
        {
            throw new UsageException($"{path} holds no {Kind}.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. documents.Select(document => ApplicationOf(document, names))];
    }

    private static void RequireShort(string path, ApplicationPlan plan)
    {
        var length = JsonSerializer.Serialize(plan, DurableJson.Options).Length;
        if (length > HookRule.MaxLength)
        {
            throw new UsageException(
                $"The applications of {path} come to {length} characters and may have {HookRule.MaxLength}: put long scripts into "
                + "the container's image or a ConfigMap, and call them.");
        }
    }

    private ApplicationPlan ApplicationOf(YamlMap document, HashSet<string> names)
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
        var components = spec.Maps("components").Select(component => ComponentOf(component, members)).ToArray();
        spec.RefuseOthers();
        return components.Length == 0
            ? throw spec.Error("'components' is a list of what has a strategy")
            : new(
                [.. components.SelectMany(component => component.Rules), members],
                [.. components.SelectMany(component => component.Components)]);
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

    private ApplicationPlan ComponentOf(YamlMap component, HookRule members)
    {
        var name = component.RequireText("name");
        var kind = component.RequireText("resourceKind");
        HookedWorkload[] workloads = [.. component.Texts("resourceNames").Select(workload => new HookedWorkload(kind, workload))];
        var strategy = component.RequireMap("strategy");
        component.RefuseOthers();
        return Kinds.Contains(kind, StringComparer.Ordinal) && workloads.Length > 0
            ? new ComponentStrategy(hooks, members, $"{members.Name}/{name}", workloads).Read(strategy)
            : throw component.Error($"a component has a 'resourceKind' ({string.Join(", ", Kinds)}) and 'resourceNames'");
    }
}
