using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes.Snapshots.Groups;
using Workflows.Kubernetes;

namespace Workflows.Activities.Volumes.Snapshots.Groups;

/// <summary>A cluster as snapshots of groups are taken, known and removed in it.</summary>
/// <param name="cluster">The same, as snapshots of single volumes are.</param>
/// <param name="version">The version of the API that it is asked by.</param>
internal sealed class GroupCluster(SnapshotCluster cluster, string version)
{
    public SnapshotCluster Single => cluster;

    public string Version => version;

    private MoverCluster Objects => cluster.Objects;

    /// <summary>The cluster by the best version that it serves; null where it knows no snapshots of groups, or does not let them be seen.</summary>
    public static async Task<GroupCluster?> FindAsync(SnapshotCluster cluster, CancellationToken cancellationToken)
    {
        foreach (var version in GroupObjects.Versions)
        {
            try
            {
                if (await ClassesAsync(cluster, version, cancellationToken) is not null)
                {
                    return new(cluster, version);
                }
            }
            catch (KubernetesApiException denied) when (denied.IsForbidden)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>All classes; null where the version is not served.</summary>
    /// <exception cref="KubernetesApiException">They may not be listed.</exception>
    public static async Task<IReadOnlyList<JsonObject>?> ClassesAsync(
        SnapshotCluster cluster, string version, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.Objects.ListAsync(GroupSnapshotKinds.Classes(version), null, null, null, cancellationToken);
        }
        catch (KubernetesApiException unserved) when (unserved.IsNotFound)
        {
            return null;
        }
    }

    public Task<JsonObject?> FindAsync(string ns, string name, CancellationToken cancellationToken) =>
        Objects.FindAsync(GroupSnapshotKinds.Snapshots(version), ns, name, cancellationToken);

    /// <exception cref="KubernetesApiException">The cluster refuses it.</exception>
    public Task CreateAsync(ClaimMove move, CancellationToken cancellationToken) => Objects.CreateAsync(
        GroupSnapshotKinds.Snapshots(version), move.Planned.Claim.Namespace, GroupObjects.Taken(move), cancellationToken);

    /// <summary>The content of a VolumeGroupSnapshot; null while there is none of its own.</summary>
    public async Task<JsonObject?> FindContentOfAsync(JsonObject group, CancellationToken cancellationToken) =>
        await FindContentAsync(GroupRadar.ExpectedContentOf(group), cancellationToken) is { } content
        && GroupRadar.IsContentOf(content, group)
            ? content
            : null;

    public Task<JsonObject?> FindContentAsync(string name, CancellationToken cancellationToken) =>
        Objects.FindAsync(GroupSnapshotKinds.Contents(version), null, name, cancellationToken);

    /// <summary>The members of a group with what is known of each.</summary>
    public async Task<IReadOnlyList<GroupMember>> MembersAsync(JsonObject group, CancellationToken cancellationToken)
    {
        var ns = group["metadata"]!["namespace"]!.GetValue<string>();
        var members = new List<GroupMember>();
        foreach (var snapshot in await Objects.ListAsync(SnapshotKinds.Snapshots, ns, null, null, cancellationToken))
        {
            if (GroupRadar.IsMemberOf(snapshot, group))
            {
                members.Add(new(snapshot, await cluster.FindContentOfAsync(snapshot, cancellationToken)));
            }
        }

        return members;
    }

    public Task<IReadOnlyList<JsonObject>> ListAsync(string labels, CancellationToken cancellationToken) =>
        AllowedAsync(GroupSnapshotKinds.Snapshots(version), labels, cancellationToken);

    public Task<IReadOnlyList<JsonObject>> ListContentsAsync(string? labels, CancellationToken cancellationToken) =>
        AllowedAsync(GroupSnapshotKinds.Contents(version), labels, cancellationToken);

    /// <summary>Says of the group's content whose it is, and what becomes of the snapshot when it goes.</summary>
    public async Task MarkContentAsync(JsonObject content, JsonObject metadata, string deletionPolicy, CancellationToken cancellationToken)
    {
        if (SnapshotCluster.IsLabelled(content, metadata) && SnapshotCluster.PolicyOf(content) == deletionPolicy)
        {
            return;
        }

        await PatchContentAsync(
            content,
            new() { ["metadata"] = metadata.DeepClone(), ["spec"] = new JsonObject { ["deletionPolicy"] = deletionPolicy } },
            cancellationToken);
    }

    /// <summary>Deletes a group's content together with its snapshot, as soon as the driver has done so.</summary>
    public async Task DeleteWithSnapshotAsync(JsonObject content, CancellationToken cancellationToken)
    {
        if (SnapshotCluster.PolicyOf(content) != SnapshotObjects.Delete)
        {
            await PatchContentAsync(
                content, new() { ["spec"] = new JsonObject { ["deletionPolicy"] = SnapshotObjects.Delete } }, cancellationToken);
        }

        await DeleteContentAsync(SnapshotCluster.NameOf(content), cancellationToken);
    }

    public Task DeleteContentAsync(string name, CancellationToken cancellationToken) =>
        Objects.DeleteAsync(GroupSnapshotKinds.Contents(version), null, name, cancellationToken);

    /// <summary>Deletes a VolumeGroupSnapshot; the controller deletes its members' VolumeSnapshots.</summary>
    public Task DeleteAsync(JsonObject group, CancellationToken cancellationToken) => Objects.DeleteAsync(
        GroupSnapshotKinds.Snapshots(version),
        group["metadata"]!["namespace"]!.GetValue<string>(),
        SnapshotCluster.NameOf(group),
        cancellationToken);

    public Task CreateContentAsync(JsonObject content, CancellationToken cancellationToken) =>
        Objects.CreateAsync(GroupSnapshotKinds.Contents(version), null, content, cancellationToken);

    private async Task PatchContentAsync(JsonObject content, JsonObject patch, CancellationToken cancellationToken)
    {
        try
        {
            await Objects.MergeAsync(
                GroupSnapshotKinds.Contents(version), null, SnapshotCluster.NameOf(content), patch, cancellationToken);
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            // It went since it was looked at; the next look sees that.
        }
    }

    private async Task<IReadOnlyList<JsonObject>> AllowedAsync(
        Core.Resources.ApiResource kind, string? labels, CancellationToken cancellationToken)
    {
        try
        {
            return await Objects.ListAsync(kind, null, labels, null, cancellationToken);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden || denied.IsNotFound)
        {
            return [];
        }
    }
}
