using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes.Snapshots.Groups;
using Workflows.Kubernetes;

namespace Workflows.Activities.Volumes.Snapshots.Groups;

/// <summary>
/// Finds the groups among claims whose snapshots are taken, and what can come of each: one snapshot, or a remark on each of
/// its claims. One claim alone is no group: its own snapshot is of one moment as it is.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="run">The backup.</param>
/// <param name="claims">All claims of the cluster that are seen, those that the backup leaves out too.</param>
internal sealed class GroupSurvey(SnapshotCluster cluster, VolumeRun run, IReadOnlyList<JsonObject> claims)
{
    private (string Version, IReadOnlyList<JsonObject>? Classes, string? Denied)? api;

    public async Task<IReadOnlyList<PlannedClaim>> RunAsync(
        IReadOnlyList<PlannedClaim> planned, CancellationToken cancellationToken)
    {
        if (run.Settings.GroupLabel is not { Length: > 0 } label)
        {
            return planned;
        }

        var values = claims
            .Where(claim => ValueOf(claim, label) is { Length: > 0 })
            .ToDictionary(NameOf, claim => ValueOf(claim, label)!);
        var groups = planned
            .Where(claim => claim.Decided() is null && claim.Action is not VolumeAction.Filesystem && values.ContainsKey(claim.Claim))
            .GroupBy(claim => (claim.Claim.Namespace, Value: values[claim.Claim]))
            .Where(group => group.Count() > 1);
        var changed = new Dictionary<ClaimName, PlannedClaim>();
        foreach (var group in groups)
        {
            var (ns, value) = group.Key;
            var made = await PlanAsync(ns, label, value, cancellationToken);
            foreach (var claim in group)
            {
                changed[claim.Claim] = made.Group is { } whole ? claim with { Group = whole } : claim with { Remark = made.Remark };
            }
        }

        return [.. planned.Select(claim => changed.GetValueOrDefault(claim.Claim, claim))];
    }

    private async Task<(ClaimGroup? Group, string? Remark)> PlanAsync(
        string ns, string label, string value, CancellationToken cancellationToken)
    {
        var (version, classes, denied) = api ??= await FindApiAsync(cancellationToken);
        var members = new List<GroupedClaim>();
        if (classes is not null)
        {
            foreach (var claim in claims.Where(claim => NameOf(claim).Namespace == ns && ValueOf(claim, label) == value))
            {
                members.Add(new(claim, await FindVolumeAsync(claim, cancellationToken)));
            }
        }

        var plan = denied is null ? GroupRule.Decide(members, classes) : new(null, denied);
        return plan.Class is { } name
            ? (new(SnapshotObjectNames.Group(run.Uid, ns, label, value), label, value, version, name), null)
            : (null, GroupRule.Remark(value, plan.Refusal!));
    }

    private async Task<(string Version, IReadOnlyList<JsonObject>? Classes, string? Denied)> FindApiAsync(
        CancellationToken cancellationToken)
    {
        try
        {
            foreach (var version in GroupObjects.Versions)
            {
                if (await GroupCluster.ClassesAsync(cluster, version, cancellationToken) is { } classes)
                {
                    return (version, classes, null);
                }
            }

            return ("", null, null);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return ("", null, $"The cluster does not let the classes of snapshots of groups be listed: {denied.ServerMessage}");
        }
    }

    private async Task<JsonObject?> FindVolumeAsync(JsonObject claim, CancellationToken cancellationToken) =>
        claim["spec"]?["volumeName"]?.GetValue<string>() is { Length: > 0 } name
            ? await cluster.Objects.FindAsync(ClusterKinds.Volumes, null, name, cancellationToken)
            : null;

    private static string? ValueOf(JsonObject claim, string label) => claim["metadata"]!["labels"]?[label]?.GetValue<string>();

    private static ClaimName NameOf(JsonObject claim) =>
        new(claim["metadata"]!["namespace"]!.GetValue<string>(), claim["metadata"]!["name"]!.GetValue<string>());
}
