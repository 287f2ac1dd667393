using System.Text.Json;
using Workflows.Core.Hooks;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;
using Workflows.Kubernetes;

namespace Workflows.Activities.Hooks;

/// <summary>What a restore created that makes pods which have restore hooks, so that they can be waited for.</summary>
internal sealed class RestoredWorkloads(ClusterClient client, string restore, HookRules rules)
{
    /// <summary>The kinds whose pods begin to come at once. A CronJob's come by its clock, and are no part of a restore.</summary>
    private static readonly ApiResource[] Kinds =
    [
        new("apps", "v1", "deployments", "Deployment", true, []),
        new("apps", "v1", "statefulsets", "StatefulSet", true, []),
        new("apps", "v1", "daemonsets", "DaemonSet", true, []),
        new("apps", "v1", "replicasets", "ReplicaSet", true, []),
        new("", "v1", "replicationcontrollers", "ReplicationController", true, []),
        new("batch", "v1", "jobs", "Job", true, []),
    ];

    /// <summary>Whether objects of a kind, <c>plural.group</c>, make pods.</summary>
    public static bool Makes(string resource) => Array.Exists(Kinds, kind => kind.GroupResource.ToString() == resource);

    /// <summary>How an owner of this kind is asked for; null for one that is not known here.</summary>
    public static ApiResource? Find(string apiVersion, string kind) =>
        Array.Find(Kinds, known => known.ApiVersion == apiVersion && known.Kind == kind);

    /// <summary>Each workload that has restore hooks, by its uid.</summary>
    public async Task<IReadOnlyDictionary<string, RestoredWorkload>> FindAsync(
        HookedPods pods, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, RestoredWorkload>(StringComparer.Ordinal);
        foreach (var kind in Kinds.Where(kind => pods.Workloads.Contains(kind.GroupResource.ToString(), StringComparer.Ordinal)))
        {
            foreach (var ns in pods.Namespaces)
            {
                await ReadAsync(kind, ns, found, cancellationToken);
            }
        }

        return found;
    }

    private async Task ReadAsync(
        ApiResource kind,
        string ns,
        Dictionary<string, RestoredWorkload> found,
        CancellationToken cancellationToken)
    {
        var query = new ListQuery { Limit = 500, LabelSelector = $"{RestoreLabels.RestoreName}={RestoreLabels.ValueOf(restore)}" };
        do
        {
            using var page = await client.ListPageAsync(kind, ns, query, cancellationToken);
            foreach (var item in page.Items)
            {
                var json = item.ToObject().Json;
                var head = ObjectHead.Read(json.Span);
                using var document = JsonDocument.Parse(json);
                if (head.Uid is { } uid
                    && RestoreOrigins.IsSurelyCreatedBy(restore, ManifestJson.Parse(json.Span, $"{head.Kind} {ns}/{head.Name}"))
                    && HookedPodsOf(document.RootElement, ns, head) is > 0 and var pods)
                {
                    found[uid] = new(head, pods, FirstOf(document.RootElement));
                }
            }

            query = query with { Continue = page.Continue };
        }
        while (query.Continue is not null);
    }

    /// <summary>In how many of its pods hooks are to run.</summary>
    private int HookedPodsOf(JsonElement workload, string ns, ObjectHead head)
    {
        if (workload.Field("spec")?.Field("template") is not { } template)
        {
            return 0;
        }

        var pods = PodsOf(workload, head.Kind);
        if (RestoreHookAnnotations.ReadExec(PodFields.AnnotationsOf(template), []) is not null)
        {
            return pods;
        }

        var own = rules.ForPodsOf(ns, PodFields.LabelsOf(template), new(head.Kind, head.Name)).Where(rule => rule.Restored.Count > 0).ToArray();
        return own.Length == 0 ? 0 : Array.Exists(own, rule => rule.Pick is PodPick.Every) ? pods : Math.Min(1, pods);
    }

    private static int FirstOf(JsonElement workload) => workload.Field("spec")?.Field("ordinals")?.Number("start") ?? 0;

    /// <summary>How many pods it makes at once; those of a DaemonSet are counted by its controller.</summary>
    internal static int PodsOf(JsonElement workload, string kind)
    {
        var (spec, status) = (workload.Field("spec"), workload.Field("status"));
        switch (kind)
        {
            case "DaemonSet":
                return status?.Number("observedGeneration") is null ? 1 : status?.Number("desiredNumberScheduled") ?? 0;
            case "Job" when spec?.Field("suspend") is { ValueKind: JsonValueKind.True }:
                return 0;
            case "Job":
                var parallel = spec?.Number("parallelism") ?? 1;
                return Math.Min(parallel, spec?.Number("completions") ?? parallel);
            default:
                return spec?.Number("replicas") ?? 1;
        }
    }
}
