using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>
/// What the snapshot controller and a driver's sidecar do with snapshots of groups, by the rules of external-snapshotter
/// 8: all bound claims of a selector, a VolumeSnapshot for each that the group owns and that goes with it, and a snapshot that
/// is deleted as a whole with the group's content, never by its members'. The driver tells of each snapshot which group it
/// is of, so that one is ready only where that is known.
/// </summary>
internal sealed class CopyingGroups(Cluster cluster, CopyingStorage storage)
{
    private const string BeingDeleted = "groupsnapshot.storage.kubernetes.io/volumegroupsnapshot-being-deleted";

    private const string Bound = "groupsnapshot.storage.kubernetes.io/volumegroupsnapshot-bound-protection";

    private const string OfContent = "groupsnapshot.storage.kubernetes.io/volumegroupsnapshotcontent-bound-protection";

    private const string InGroup = "snapshot.storage.kubernetes.io/volumesnapshot-in-group-protection";

    private const string Part = "part-";

    /// <summary>The VolumeGroupSnapshot that owns a VolumeSnapshot; null for one that nobody does.</summary>
    public static string? GroupOf(JsonObject snapshot) => snapshot["metadata"]!["ownerReferences"]?.AsArray()
        .FirstOrDefault(owner => owner!["kind"]!.GetValue<string>() == "VolumeGroupSnapshot")?["name"]!.GetValue<string>();

    public static async Task<bool> IsGoneAsync(Cluster cluster, JsonObject snapshot, string group) =>
        await cluster.FindAsync(
            $"{GroupKinds.Api}/namespaces/{snapshot["metadata"]!["namespace"]}/volumegroupsnapshots/{group}") is null;

    /// <summary>The group that the driver tells of a snapshot.</summary>
    public static string? HandleOfGroup(string snapshot) => snapshot.StartsWith(Part, StringComparison.Ordinal)
        ? $"group-{snapshot[Part.Length..snapshot.IndexOf('.', StringComparison.Ordinal)]}"
        : null;

    /// <summary>Whether the cluster knows a group by its handle.</summary>
    public static async Task<bool> IsKnownAsync(Cluster cluster, string group) =>
        await cluster.FindAsync(GroupKinds.Contents) is { } list
        && list["items"]!.AsArray().Any(content => group == (content!["status"]?["volumeGroupSnapshotHandle"]
            ?? content["spec"]!["source"]!["groupSnapshotHandles"]?["volumeGroupSnapshotHandle"])?.GetValue<string>());

    public async Task ReconcileAsync()
    {
        foreach (var group in await cluster.ListAsync(GroupKinds.Groups))
        {
            await (IsDeleted(group) ? ReleaseAsync(group) : TakeAsync(group));
        }

        foreach (var content in await cluster.ListAsync(GroupKinds.Contents))
        {
            if (IsDeleted(content))
            {
                await DeleteAsync(content);
            }
        }
    }

    private static bool IsDeleted(JsonObject obj) => obj["metadata"]!["deletionTimestamp"] is not null;

    private static string PathOf(JsonObject group) =>
        $"{GroupKinds.Api}/namespaces/{group["metadata"]!["namespace"]}/volumegroupsnapshots/{group["metadata"]!["name"]}";

    private static string PathOfContent(JsonObject group) => $"{GroupKinds.Contents}/groupsnapcontent-{group["metadata"]!["uid"]}";

    private async Task TakeAsync(JsonObject group)
    {
        if (group["status"]?["readyToUse"]?.GetValue<bool>() == true)
        {
            return;
        }

        var (metadata, uid) = (group["metadata"]!, group["metadata"]!["uid"]!.GetValue<string>());
        await cluster.MergePatchAsync(PathOf(group), JsonNode.Parse($$$"""{"metadata": {"finalizers": ["{{{Bound}}}"]} }""")!);
        var label = group["spec"]!["source"]!["selector"]!["matchLabels"]!.AsObject().First();
        var claims = await cluster.ListAsync(
            $"/api/v1/namespaces/{metadata["namespace"]}/persistentvolumeclaims?labelSelector={Uri.EscapeDataString($"{label.Key}={label.Value}")}");
        var volumes = claims.ToDictionary(
            claim => claim["spec"]!["volumeName"]!.GetValue<string>(), claim => claim["metadata"]!["name"]!.GetValue<string>(), StringComparer.Ordinal);
        if (await cluster.FindAsync(PathOfContent(group)) is null)
        {
            var handles = new JsonArray([.. volumes.Keys.Select(volume => (JsonNode)volume)]);
            await cluster.CreateAsync(GroupKinds.Contents, JsonNode.Parse($$$"""
                {"apiVersion": "groupsnapshot.storage.k8s.io/v1beta2", "kind": "VolumeGroupSnapshotContent",
                 "metadata": {"name": "groupsnapcontent-{{{uid}}}", "finalizers": ["{{{OfContent}}}"]},
                 "spec": {"deletionPolicy": "Delete", "driver": "{{{CopyingDriver.Name}}}", "source": {"volumeHandles": {{{handles.ToJsonString()}}} },
                  "volumeGroupSnapshotClassName": "{{{CopyingDriver.SnapshotClass}}}",
                  "volumeGroupSnapshotRef": {"namespace": "{{{metadata["namespace"]}}}", "name": "{{{metadata["name"]}}}", "uid": "{{{uid}}}"} } }
                """)!);
        }

        var parts = new JsonArray();
        foreach (var volume in volumes.Keys)
        {
            await storage.TakeAsync(volume, $"{Part}{uid}.{volume}");
            parts.Add(new JsonObject { ["volumeHandle"] = volume, ["snapshotHandle"] = $"{Part}{uid}.{volume}" });
        }

        await cluster.MergePatchAsync($"{PathOfContent(group)}/status", JsonNode.Parse($$$"""
            {"status": {"volumeGroupSnapshotHandle": "group-{{{uid}}}", "readyToUse": true, "volumeSnapshotInfoList": {{{parts.ToJsonString()}}} } }
            """)!);
        foreach (var (volume, claim) in volumes)
        {
            await AddMemberAsync(metadata, uid, volume, claim);
        }

        await cluster.MergePatchAsync($"{PathOf(group)}/status", JsonNode.Parse($$$"""
            {"status": {"boundVolumeGroupSnapshotContentName": "groupsnapcontent-{{{uid}}}", "readyToUse": true} }
            """)!);
    }

    private async Task AddMemberAsync(JsonNode group, string uid, string volume, string claim)
    {
        var (name, path) = ($"snapshot-{uid}-{claim}", $"/apis/snapshot.storage.k8s.io/v1/namespaces/{group["namespace"]}/volumesnapshots");
        if (await cluster.FindAsync($"{path}/{name}") is not { } snapshot)
        {
            snapshot = await cluster.CreateAsync(path, JsonNode.Parse($$$"""
                {"apiVersion": "snapshot.storage.k8s.io/v1", "kind": "VolumeSnapshot",
                 "metadata": {"name": "{{{name}}}", "finalizers": ["{{{InGroup}}}"], "ownerReferences": [
                  {"apiVersion": "groupsnapshot.storage.k8s.io/v1beta2", "kind": "VolumeGroupSnapshot", "name": "{{{group["name"]}}}", "uid": "{{{uid}}}"}]},
                 "spec": {"source": {"persistentVolumeClaimName": "{{{claim}}}"} } }
                """)!);
        }

        var content = $"snapcontent-{uid}-{claim}";
        if (await cluster.FindAsync($"{SnapshotKinds.Contents}/{content}") is null)
        {
            await cluster.CreateAsync(SnapshotKinds.Contents, JsonNode.Parse($$$"""
                {"apiVersion": "snapshot.storage.k8s.io/v1", "kind": "VolumeSnapshotContent",
                 "metadata": {"name": "{{{content}}}"},
                 "spec": {"deletionPolicy": "Delete", "driver": "{{{CopyingDriver.Name}}}", "sourceVolumeMode": "Filesystem",
                  "source": {"volumeHandle": "{{{volume}}}"},
                  "volumeSnapshotRef": {"namespace": "{{{group["namespace"]}}}", "name": "{{{name}}}", "uid": "{{{snapshot["metadata"]!["uid"]}}}"} } }
                """)!);
        }

        await cluster.MergePatchAsync($"{SnapshotKinds.Contents}/{content}/status", JsonNode.Parse($$$"""
            {"status": {"snapshotHandle": "{{{Part}}}{{{uid}}}.{{{volume}}}", "volumeGroupSnapshotHandle": "group-{{{uid}}}",
             "readyToUse": true, "restoreSize": 1048576, "creationTime": 1893456000000000000} }
            """)!);
        await cluster.MergePatchAsync($"{path}/{name}/status", JsonNode.Parse($$$"""
            {"status": {"boundVolumeSnapshotContentName": "{{{content}}}", "volumeGroupSnapshotName": "{{{group["name"]}}}",
             "readyToUse": true, "restoreSize": "1Mi", "creationTime": "2030-01-01T00:00:00Z"} }
            """)!);
    }

    private async Task ReleaseAsync(JsonObject group)
    {
        var content = await cluster.FindAsync(PathOfContent(group));
        if (content is not null && content["metadata"]!["annotations"]?[BeingDeleted] is null)
        {
            await cluster.MergePatchAsync(
                PathOfContent(group), JsonNode.Parse($$$"""{"metadata": {"annotations": {"{{{BeingDeleted}}}": "yes"} } }""")!);
        }

        foreach (var snapshot in await cluster.ListAsync(SnapshotKinds.Snapshots))
        {
            if (GroupOf(snapshot) == group["metadata"]!["name"]!.GetValue<string>())
            {
                await cluster.DeleteAsync(
                    $"/apis/snapshot.storage.k8s.io/v1/namespaces/{snapshot["metadata"]!["namespace"]}/volumesnapshots/{snapshot["metadata"]!["name"]}");
            }
        }

        if (content?["spec"]!["deletionPolicy"]!.GetValue<string>() == "Delete")
        {
            await cluster.DeleteAsync(PathOfContent(group));
            return;
        }

        await cluster.MergePatchAsync(PathOf(group), JsonNode.Parse("""{"metadata": {"finalizers": null} }""")!);
    }

    private async Task DeleteAsync(JsonObject content)
    {
        if (content["spec"]!["source"]!["volumeHandles"] is not null && content["metadata"]!["annotations"]?[BeingDeleted] is null)
        {
            return;
        }

        if (content["spec"]!["deletionPolicy"]!.GetValue<string>() == "Delete")
        {
            foreach (var part in content["status"]?["volumeSnapshotInfoList"]?.AsArray() ?? [])
            {
                storage.DeleteSnapshot(part!["snapshotHandle"]!.GetValue<string>());
            }
        }

        await cluster.MergePatchAsync(
            $"{GroupKinds.Contents}/{content["metadata"]!["name"]}", JsonNode.Parse("""{"metadata": {"finalizers": null} }""")!);
    }
}
