using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Applications;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Errors;
using Workflows.Core.Hooks;
using Workflows.Core.Resources;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Placing;
using Workflows.Core.Volumes.Policies;
using Workflows.Kubernetes;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>
/// The claims whose data a backup takes: those that it takes as objects and that are bound. What is done with each is
/// decided here, and those that are left out are among them with the reason. Where each must be read is looked up as
/// well, to know how many are on one node; its mover is placed when its turn comes. So are groups, whose claims are in one
/// snapshot.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="spec">What was asked for.</param>
/// <param name="scope">What the backup takes.</param>
/// <param name="hooks">The pods that hooks run in.</param>
internal sealed class ClaimSurvey(MoverCluster cluster, BackupSpec spec, CaptureScope scope, IReadOnlyList<PodHooks> hooks)
{
    private readonly LabelFilter labels = new(spec.Selection);
    private readonly ComponentClaims components = new(spec.Components);

    public async Task<IReadOnlyList<PlannedClaim>> RunAsync(VolumeRun run, CancellationToken cancellationToken)
    {
        if (!new ResourceFilter(spec.Selection).Matches(ClusterKinds.Claims))
        {
            return [];
        }

        var rule = new VolumeRule
        {
            Policies = spec.VolumePolicies,
            IsOptOut = spec.DefaultVolumesToFsBackup,
            Default = run.Settings.DefaultAction,
        };
        var planned = new List<PlannedClaim>();
        var all = await ListAsync(cancellationToken);
        var claims = all.Where(IsSelected).ToArray();
        var volumes = await VolumesAsync(claims, cancellationToken);
        foreach (var ns in claims.GroupBy(NamespaceOf))
        {
            var pods = await PodsAsync(ns.Key, cancellationToken);
            planned.AddRange(WithComponents(
                ns.Key,
                [.. ns],
                pods,
                [.. ns.Select(claim => Plan(run, rule, claim, volumes.GetValueOrDefault(VolumeOf(claim) ?? ""), pods))]));
        }

        var grouped = await new GroupSurvey(new(cluster), run, all).RunAsync(planned, cancellationToken);
        return
        [
            .. grouped
                .OrderBy(claim => claim.Claim.Namespace, StringComparer.Ordinal)
                .ThenBy(claim => claim.Claim.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Who may list claims in some namespaces only names those.</summary>
    private async Task<IReadOnlyList<JsonObject>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.ListAsync(ClusterKinds.Claims, null, null, null, cancellationToken);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden && !scope.AllNamespacesExcept)
        {
            var found = new List<JsonObject>();
            foreach (var ns in scope.Namespaces)
            {
                found.AddRange(await cluster.ListAsync(ClusterKinds.Claims, ns, null, null, cancellationToken));
            }

            return found;
        }
    }

    private async Task<IReadOnlyList<JsonObject>> PodsAsync(string ns, CancellationToken cancellationToken) =>
        await cluster.ListAsync(ClusterKinds.Pods, ns, null, null, cancellationToken);

    /// <summary>The volumes of claims, by name, where it takes them to tell which policy holds.</summary>
    /// <exception cref="WorkflowsException">They may not be read: what no one can tell is not guessed.</exception>
    private async Task<IReadOnlyDictionary<string, JsonObject>> VolumesAsync(
        IReadOnlyList<JsonObject> claims, CancellationToken cancellationToken)
    {
        if (spec.VolumePolicies?.NeedVolumes() != true)
        {
            return FrozenDictionary<string, JsonObject>.Empty;
        }

        var names = claims.Select(VolumeOf).ToHashSet(StringComparer.Ordinal);
        try
        {
            return (await cluster.ListAsync(ClusterKinds.Volumes, null, null, null, cancellationToken))
                .Where(volume => names.Contains(NameOf(volume)))
                .ToDictionary(NameOf, StringComparer.Ordinal);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            throw new WorkflowsException(
                ErrorKind.Denied,
                "Some volume policies ask for what only PersistentVolumes say (csi, nfs, volumeTypes), and the cluster does "
                + $"not let them be listed: {denied.ServerMessage} Grant that, or write these policies by storage class.",
                denied);
        }
    }

    /// <summary>A claim that is bound to nothing has no data, and is no failure.</summary>
    private bool IsSelected(JsonObject claim)
    {
        var ownLabels = claim["metadata"]!["labels"]?.AsObject()
            .ToDictionary(label => label.Key, label => label.Value!.GetValue<string>(), StringComparer.Ordinal)
            ?? new Dictionary<string, string>(StringComparer.Ordinal);
        return scope.IncludesNamespace(NamespaceOf(claim))
            && BuiltInExclusions.ReasonAgainstBackup(KnownResources.PersistentVolumeClaims, ownLabels) is null
            && labels.Matches(ownLabels)
            && claim["status"]?["phase"]?.GetValue<string>() == "Bound";
    }

    private static PlannedClaim Plan(
        VolumeRun run, VolumeRule rule, JsonObject claim, JsonObject? volume, IReadOnlyList<JsonObject> pods)
    {
        var decision = rule.Decide(claim, volume, pods);
        var name = new ClaimName(NamespaceOf(claim), NameOf(claim));
        var uid = claim["metadata"]!["uid"]!.GetValue<string>();
        return new(name, MoverNames.Record(run.Backup, run.Uid, name), MoverNames.Volume(uid))
        {
            Uid = uid,
            Action = decision.Action ?? default,
            Node = decision.Action is VolumeAction.Filesystem ? PlacementRule.ForBackup(claim, pods).Node : null,
            Skip = decision.Reason,
        };
    }

    /// <summary>What is left out already stays so, and no claim gets the data of one that is left out.</summary>
    private IEnumerable<PlannedClaim> WithComponents(
        string ns, IReadOnlyList<JsonObject> claims, IReadOnlyList<JsonObject> pods, IReadOnlyList<PlannedClaim> planned)
    {
        var held = hooks
            .Where(pod => pod.Namespace == ns && pod.Pre.Count + pod.Post.Count > 0)
            .Select(pod => pod.Pod)
            .ToHashSet(StringComparer.Ordinal);
        var decisions = components.Decide(ns, claims, pods, held);
        var taken = planned
            .Where(claim => claim.Skip is null && decisions.GetValueOrDefault(claim.Claim.Name)?.Skip is null)
            .Select(claim => claim.Claim)
            .ToHashSet();
        return planned.Select(claim => claim.Skip is not null || !decisions.TryGetValue(claim.Claim.Name, out var decision)
            ? claim
            : decision.Skip is { } skip
                ? claim with { Skip = skip }
                : claim with { CopyOf = decision.CopyOf is { } source && taken.Contains(source) ? source : null });
    }

    private static string? VolumeOf(JsonObject claim) => claim["spec"]?["volumeName"]?.GetValue<string>();

    private static string NameOf(JsonObject obj) => obj["metadata"]!["name"]!.GetValue<string>();

    private static string NamespaceOf(JsonObject claim) => claim["metadata"]!["namespace"]!.GetValue<string>();
}
