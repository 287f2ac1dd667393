using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots.Groups;

/// <summary>Removes what dead runs left of snapshots of groups, and the snapshots themselves where they belong to no backup.</summary>
internal sealed class GroupSweep(GroupCluster cluster, RunLife runs, string store)
{
    private readonly GroupRemover remover = new(cluster);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var labels = SnapshotLabels.SelectStore(store);
        var groups = await cluster.ListAsync(labels, cancellationToken);
        foreach (var group in groups)
        {
            if (!await runs.IsAliveAsync(group, cancellationToken))
            {
                var content = await cluster.FindContentOfAsync(group, cancellationToken);
                await remover.RemoveAsync(
                    group, content is not null && await IsKeptAsync(content, group, cancellationToken), cancellationToken);
            }
        }

        var names = groups.Select(SnapshotCluster.NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var content in await cluster.ListContentsAsync(labels, cancellationToken))
        {
            if (await runs.IsAliveAsync(content, cancellationToken))
            {
                continue;
            }

            if (GroupRemover.GroupOf(content) is not { } name)
            {
                await RemoveStubAsync(content, cancellationToken);
            }
            else if (!names.Contains(name) && !await IsKeptAsync(content, content, cancellationToken))
            {
                await remover.RemoveContentsAsync(content, cancellationToken);
            }
        }
    }

    /// <summary>Only what a backup may keep was labelled and made to outlive its VolumeGroupSnapshot.</summary>
    private async Task<bool> IsKeptAsync(JsonObject content, JsonObject made, CancellationToken cancellationToken) =>
        GroupRemover.GroupOf(content) is not null
        && SnapshotCluster.PolicyOf(content) == SnapshotObjects.Retain
        && await runs.MayHaveBackupAsync(made, cancellationToken);

    /// <summary>What a restore left that only stands for a group goes with the VolumeSnapshot that needs it.</summary>
    private async Task RemoveStubAsync(JsonObject stub, CancellationToken cancellationToken)
    {
        var reference = stub["spec"]!["volumeGroupSnapshotRef"]!;
        if (stub["metadata"]!["labels"]?[MoverLabels.Restore] is not null
            && await cluster.Single.Objects.FindAsync(
                SnapshotKinds.Snapshots,
                reference["namespace"]!.GetValue<string>(),
                reference["name"]!.GetValue<string>(),
                cancellationToken) is null)
        {
            await cluster.DeleteContentAsync(SnapshotCluster.NameOf(stub), cancellationToken);
        }
    }
}
