using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Kubernetes;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>A cluster as snapshots are taken, used and removed in it.</summary>
internal sealed class SnapshotCluster(MoverCluster cluster)
{
    public MoverCluster Objects => cluster;

    public Task<JsonObject?> FindSnapshotAsync(ClaimMove move, CancellationToken cancellationToken) =>
        cluster.FindAsync(SnapshotKinds.Snapshots, move.Planned.Claim.Namespace, move.SnapshotName, cancellationToken);

    /// <summary>The content that a VolumeSnapshot is bound to, or is about to be; null while there is none of its own.</summary>
    public async Task<JsonObject?> FindContentOfAsync(JsonObject snapshot, CancellationToken cancellationToken) =>
        await FindContentAsync(SnapshotRadar.ExpectedContentOf(snapshot), cancellationToken) is { } content
        && SnapshotRadar.IsContentOf(content, snapshot)
            ? content
            : null;

    public Task<JsonObject?> FindContentAsync(string name, CancellationToken cancellationToken) =>
        cluster.FindAsync(SnapshotKinds.Contents, null, name, cancellationToken);

    /// <summary>All classes of snapshots; null where the cluster knows no snapshots.</summary>
    public Task<IReadOnlyList<JsonObject>?> FindClassesAsync(CancellationToken cancellationToken) =>
        FindAllAsync(SnapshotKinds.Classes, null, cancellationToken);

    /// <summary>The VolumeSnapshots of ours that a selector takes, in all namespaces; none where there can't be any, or they may not be listed.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListSnapshotsAsync(string labels, CancellationToken cancellationToken) =>
        await FindAllowedAsync(SnapshotKinds.Snapshots, labels, cancellationToken);

    /// <inheritdoc cref="ListSnapshotsAsync"/>
    public async Task<IReadOnlyList<JsonObject>> ListContentsAsync(string labels, CancellationToken cancellationToken) =>
        await FindAllowedAsync(SnapshotKinds.Contents, labels, cancellationToken);

    /// <summary>The claims of ours, made of snapshots, that a selector takes, in all namespaces.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListClonesAsync(string labels, CancellationToken cancellationToken) =>
        await FindAllowedAsync(ClusterKinds.Claims, labels, cancellationToken);

    /// <summary>Gives a content its labels and what becomes of its snapshot when it goes, where it has not got them.</summary>
    public Task MarkContentAsync(
        JsonObject content, ClaimMove move, string? deletionPolicy, CancellationToken cancellationToken) =>
        MarkContentAsync(content, SnapshotLabels.Of(move), deletionPolicy, cancellationToken);

    /// <param name="content">The content.</param>
    /// <param name="metadata">The labels and annotations that it is given.</param>
    /// <param name="deletionPolicy">What becomes of its snapshot; null for what is said already.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task MarkContentAsync(
        JsonObject content, JsonObject metadata, string? deletionPolicy, CancellationToken cancellationToken)
    {
        var hasPolicy = deletionPolicy is null || PolicyOf(content) == deletionPolicy;
        if (IsLabelled(content, metadata) && hasPolicy)
        {
            return;
        }

        var patch = new JsonObject { ["metadata"] = metadata.DeepClone() };
        if (deletionPolicy is not null)
        {
            patch["spec"] = new JsonObject { ["deletionPolicy"] = deletionPolicy };
        }

        await ChangeAsync(content, patch, cancellationToken);
    }

    /// <summary>Deletes a content together with the snapshot that it stands for, as soon as the driver has done so.</summary>
    public async Task DeleteWithSnapshotAsync(JsonObject content, CancellationToken cancellationToken)
    {
        await TakeAlongAsync(content, cancellationToken);
        await cluster.DeleteAsync(SnapshotKinds.Contents, null, NameOf(content), cancellationToken);
    }

    /// <summary>Says of a content that its snapshot goes when it does.</summary>
    public async Task TakeAlongAsync(JsonObject content, CancellationToken cancellationToken)
    {
        if (PolicyOf(content) != SnapshotObjects.Delete)
        {
            var patch = new JsonObject { ["spec"] = new JsonObject { ["deletionPolicy"] = SnapshotObjects.Delete } };
            await ChangeAsync(content, patch, cancellationToken);
        }
    }

    /// <summary>
    /// Removes the VolumeSnapshot that stands for a snapshot in a namespace where a claim is filled from it, then its content of the
    /// same name; the snapshot stays. The caller asks until both are gone.
    /// </summary>
    public async Task<bool> RemoveImportAsync(string ns, string name, CancellationToken cancellationToken)
    {
        if (await cluster.FindAsync(SnapshotKinds.Snapshots, ns, name, cancellationToken) is not null)
        {
            await cluster.DeleteAsync(SnapshotKinds.Snapshots, ns, name, cancellationToken);
            return false;
        }

        if (await FindContentAsync(name, cancellationToken) is null)
        {
            return true;
        }

        await cluster.DeleteAsync(SnapshotKinds.Contents, null, name, cancellationToken);
        return false;
    }

    public Task DeleteSnapshotAsync(JsonObject snapshot, CancellationToken cancellationToken) => cluster.DeleteAsync(
        SnapshotKinds.Snapshots, snapshot["metadata"]!["namespace"]!.GetValue<string>(), NameOf(snapshot), cancellationToken);

    /// <summary>Whether an object has all labels that it is to be given.</summary>
    public static bool IsLabelled(JsonObject obj, JsonObject metadata) => metadata["labels"]!.AsObject().All(
        label => obj["metadata"]!["labels"]?[label.Key]?.GetValue<string>() == label.Value!.GetValue<string>());

    public static string? PolicyOf(JsonObject content) => content["spec"]?["deletionPolicy"]?.GetValue<string>();

    public static string NameOf(JsonObject obj) => obj["metadata"]!["name"]!.GetValue<string>();

    private async Task ChangeAsync(JsonObject content, JsonObject patch, CancellationToken cancellationToken)
    {
        try
        {
            await cluster.MergeAsync(SnapshotKinds.Contents, null, NameOf(content), patch, cancellationToken);
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            // It went since it was looked at; the next look sees that.
        }
    }

    private async Task<IReadOnlyList<JsonObject>?> FindAllAsync(
        ApiResource kind, string? labels, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.ListAsync(kind, null, labels, null, cancellationToken);
        }
        catch (KubernetesApiException unserved) when (unserved.IsNotFound)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<JsonObject>> FindAllowedAsync(
        ApiResource kind, string labels, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAllAsync(kind, labels, cancellationToken) ?? [];
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return [];
        }
    }
}
