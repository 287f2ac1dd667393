using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Resources;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Placing;
using Workflows.Kubernetes;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>
/// The claims whose data a backup takes: those that it takes as objects and that are bound. Where each must be read is
/// looked up as well, to know how many are on one node; its mover is placed when its turn comes.
/// </summary>
internal sealed class ClaimSurvey(MoverCluster cluster, BackupSpec spec, CaptureScope scope)
{
    private readonly LabelFilter labels = new(spec.Selection);

    public async Task<IReadOnlyList<PlannedClaim>> RunAsync(VolumeRun run, CancellationToken cancellationToken)
    {
        if (!new ResourceFilter(spec.Selection).Matches(ClusterKinds.Claims))
        {
            return [];
        }

        var planned = new List<PlannedClaim>();
        foreach (var ns in (await ListAsync(cancellationToken)).Where(IsSelected).GroupBy(NamespaceOf))
        {
            var pods = await PodsAsync(ns.Key, cancellationToken);
            planned.AddRange(ns.Select(claim => Plan(run, claim, pods)));
        }

        return
        [
            .. planned
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

    private static PlannedClaim Plan(VolumeRun run, JsonObject claim, IReadOnlyList<JsonObject> pods)
    {
        var name = new ClaimName(NamespaceOf(claim), claim["metadata"]!["name"]!.GetValue<string>());
        var uid = claim["metadata"]!["uid"]!.GetValue<string>();
        return new(name, MoverNames.Record(run.Backup, run.Uid, name), MoverNames.Volume(uid))
        {
            Uid = uid,
            Action = run.Settings.DefaultAction,
            Node = run.Settings.DefaultAction is VolumeAction.Filesystem ? PlacementRule.ForBackup(claim, pods).Node : null,
        };
    }

    private static string NamespaceOf(JsonObject claim) => claim["metadata"]!["namespace"]!.GetValue<string>();
}
