using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots.Groups;

/// <summary>
/// Removes the snapshots of groups that no claim of the backup is kept in, and what groups took in the cluster. The caller
/// asks until all is gone.
/// </summary>
public sealed class ReleaseGroupsActivity(ActivityServices services) : Activity<ReleaseGroupsInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, ReleaseGroupsInput input, CancellationToken cancellationToken)
    {
        var run = input.Run;
        var single = new SnapshotCluster(new(services.Clusters.Get(run.Cluster)));
        if (await GroupCluster.FindAsync(single, cancellationToken) is not { } cluster)
        {
            return true;
        }

        var outcomes = await VolumeDocuments.Create(services, run)
            .ReadOutcomesAsync(input.PlanId, input.Groups, cancellationToken);
        var kept = outcomes
            .Where(outcome => outcome.Snapshot is not null)
            .Select(outcome => SnapshotObjectNames.Snapshot(run.Uid, outcome.Claim))
            .ToHashSet(StringComparer.Ordinal);
        var groups = (await single.ListContentsAsync(SnapshotLabels.SelectRun(run.Uid), cancellationToken))
            .Where(content => content["metadata"]!["labels"]![SnapshotLabels.Snapshot]?.GetValue<string>() is { } name && kept.Contains(name))
            .Select(GroupRemover.GroupOf)
            .ToHashSet(StringComparer.Ordinal);
        return await new GroupRemover(cluster).RemoveAsync(run.Uid, groups.Contains, cancellationToken);
    }
}
