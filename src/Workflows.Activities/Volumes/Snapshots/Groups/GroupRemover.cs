using System.Text.Json.Nodes;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots.Groups;

/// <summary>
/// Removes what snapshots of groups took in a cluster. Drivers need not delete a group's member alone, and the snapshot
/// controller does not ask them to: a group's snapshot goes as a whole, with its content, or is kept as a whole.
/// </summary>
internal sealed class GroupRemover(GroupCluster cluster)
{
    /// <summary>Removes what is there of a run's groups; to be called until all is gone.</summary>
    /// <param name="run">The backup.</param>
    /// <param name="isKept">Of the name of a VolumeGroupSnapshot: whether the group's snapshot stays with the storage system.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether nothing is left but what is kept.</returns>
    public async Task<bool> RemoveAsync(Guid run, Func<string, bool> isKept, CancellationToken cancellationToken)
    {
        var labels = SnapshotLabels.SelectRun(run);
        var groups = await cluster.ListAsync(labels, cancellationToken);
        foreach (var group in groups)
        {
            await RemoveAsync(group, isKept(SnapshotCluster.NameOf(group)), cancellationToken);
        }

        var contents = (await cluster.ListContentsAsync(labels, cancellationToken))
            .Where(content => GroupOf(content) is { } name && !isKept(name))
            .ToArray();
        foreach (var content in contents.Where(content => groups.All(group => SnapshotCluster.NameOf(group) != GroupOf(content))))
        {
            await RemoveContentsAsync(content, cancellationToken);
        }

        return groups.Count == 0 && contents.Length == 0;
    }

    /// <summary>
    /// Removes a VolumeGroupSnapshot: with its snapshot, unless its content was made to outlive it, which is when its members
    /// have contents of their own.
    /// </summary>
    public async Task RemoveAsync(JsonObject group, bool isKept, CancellationToken cancellationToken)
    {
        if (!isKept && await cluster.FindContentOfAsync(group, cancellationToken) is { } content)
        {
            // What is to become of its snapshot is said first: the controller acts upon it when the group goes.
            var metadata = new JsonObject
            {
                ["labels"] = group["metadata"]!["labels"]!.DeepClone(),
                ["annotations"] = group["metadata"]!["annotations"]?.DeepClone() ?? new JsonObject(),
            };
            foreach (var member in await cluster.MembersAsync(group, cancellationToken))
            {
                if (member.Content is not null)
                {
                    await cluster.Single.MarkContentAsync(member.Content, metadata, SnapshotObjects.Delete, cancellationToken);
                }
            }

            await cluster.MarkContentAsync(content, metadata, SnapshotObjects.Delete, cancellationToken);
        }

        await cluster.DeleteAsync(group, cancellationToken);
    }

    /// <summary>Removes a group's snapshot whose VolumeGroupSnapshot is gone, and the contents of its members.</summary>
    public async Task RemoveContentsAsync(JsonObject content, CancellationToken cancellationToken)
    {
        await cluster.DeleteWithSnapshotAsync(content, cancellationToken);
        var run = Guid.Parse(content["metadata"]!["labels"]![MoverLabels.Run]!.GetValue<string>());
        foreach (var member in await cluster.Single.ListContentsAsync(
            SnapshotLabels.SelectGroup(run, GroupOf(content)!), cancellationToken))
        {
            await cluster.Single.DeleteWithSnapshotAsync(member, cancellationToken);
        }
    }

    /// <summary>The VolumeGroupSnapshot that a content was taken with; null for one that only stands for such.</summary>
    public static string? GroupOf(JsonObject content) =>
        content["metadata"]!["labels"]?[SnapshotLabels.Group]?.GetValue<string>();
}
