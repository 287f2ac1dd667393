using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>
/// What the snapshot controller and a driver's sidecar do, by the same rules: finalizers, deletion policies, and that a
/// snapshot is deleted with its content only if its VolumeSnapshot was deleted, or there never was one.
/// </summary>
internal sealed class CopyingSnapshotter(Cluster cluster, CopyingStorage storage)
{
    private const string BeingDeleted = "snapshot.storage.kubernetes.io/volumesnapshot-being-deleted";

    private const string OfContent = "snapshot.storage.kubernetes.io/volumesnapshotcontent-bound-protection";

    private const string OfSnapshot = "snapshot.storage.kubernetes.io/volumesnapshot-bound-protection";

    public async Task ReconcileAsync()
    {
        foreach (var snapshot in await cluster.ListAsync(SnapshotKinds.Snapshots))
        {
            if (CopyingGroups.GroupOf(snapshot) is { } group)
            {
                // A member is made whole with its group, and may not go before that.
                if (IsDeleted(snapshot) && await CopyingGroups.IsGoneAsync(cluster, snapshot, group))
                {
                    await ReleaseAsync(snapshot);
                }
            }
            else
            {
                await (IsDeleted(snapshot) ? ReleaseAsync(snapshot) : BindAsync(snapshot));
            }
        }

        foreach (var content in await cluster.ListAsync(SnapshotKinds.Contents))
        {
            if (content["spec"]!["driver"]?.GetValue<string>() == CopyingDriver.Name)
            {
                await (IsDeleted(content) ? DeleteAsync(content) : AdoptAsync(content));
            }
        }
    }

    private static string PathOf(JsonObject snapshot) =>
        $"/apis/snapshot.storage.k8s.io/v1/namespaces/{snapshot["metadata"]!["namespace"]}/volumesnapshots/{snapshot["metadata"]!["name"]}";

    private static string PathOfContent(JsonObject content) => $"{SnapshotKinds.Contents}/{content["metadata"]!["name"]}";

    private static bool IsDeleted(JsonObject obj) => obj["metadata"]!["deletionTimestamp"] is not null;

    private async Task BindAsync(JsonObject snapshot)
    {
        if (snapshot["status"]?["readyToUse"]?.GetValue<bool>() == true)
        {
            return;
        }

        var source = snapshot["spec"]!["source"]!;
        var content = source["volumeSnapshotContentName"]?.GetValue<string>() is { } given
            ? await cluster.FindAsync($"{SnapshotKinds.Contents}/{given}")
            : await TakeAsync(snapshot, source["persistentVolumeClaimName"]!.GetValue<string>());
        if (content is null || HandleOf(content) is not { } handle)
        {
            return;
        }

        await FinalizeAsync(PathOf(snapshot), OfSnapshot);
        await cluster.MergePatchAsync(PathOfContent(content), JsonNode.Parse($$$"""
            {"spec": {"volumeSnapshotRef": {"uid": "{{{snapshot["metadata"]!["uid"]}}}"} } }
            """)!);
        var group = CopyingGroups.HandleOfGroup(handle);
        var isThere = storage.HasSnapshot(handle) && (group is null || await CopyingGroups.IsKnownAsync(cluster, group));
        await cluster.MergePatchAsync($"{PathOfContent(content)}/status", JsonNode.Parse($$$"""
            {"status": {"snapshotHandle": "{{{handle}}}", "volumeGroupSnapshotHandle": {{{(group is null ? "null" : $"\"{group}\"")}}}, "readyToUse": {{{(isThere ? "true" : "false")}}}, "restoreSize": 1048576} }
            """)!);
        await cluster.MergePatchAsync($"{PathOf(snapshot)}/status", JsonNode.Parse($$$"""
            {"status": {"boundVolumeSnapshotContentName": "{{{content["metadata"]!["name"]}}}", "readyToUse": {{{(isThere ? "true" : "false")}}},
             "restoreSize": "1Mi", "creationTime": "2030-01-01T00:00:00Z",
             "error": {{{(isThere ? "null" : """{"message": "There is no such snapshot."}""")}}} } }
            """)!);
    }

    private static string? HandleOf(JsonObject content) =>
        (content["status"]?["snapshotHandle"] ?? content["spec"]!["source"]!["snapshotHandle"])?.GetValue<string>();

    private async Task<JsonObject?> TakeAsync(JsonObject snapshot, string claimName)
    {
        var metadata = snapshot["metadata"]!;
        var claim = await cluster.FindAsync($"/api/v1/namespaces/{metadata["namespace"]}/persistentvolumeclaims/{claimName}");
        if (claim?["spec"]!["volumeName"]?.GetValue<string>() is not { } volume)
        {
            return null;
        }

        var name = $"snapcontent-{metadata["uid"]}";
        if (await cluster.FindAsync($"{SnapshotKinds.Contents}/{name}") is null)
        {
            await cluster.CreateAsync(SnapshotKinds.Contents, JsonNode.Parse($$$"""
                {"apiVersion": "snapshot.storage.k8s.io/v1", "kind": "VolumeSnapshotContent",
                 "metadata": {"name": "{{{name}}}", "finalizers": ["{{{OfContent}}}"]},
                 "spec": {"deletionPolicy": "Delete", "driver": "{{{CopyingDriver.Name}}}", "sourceVolumeMode": "Filesystem",
                  "source": {"volumeHandle": "{{{volume}}}"}, "volumeSnapshotClassName": "{{{CopyingDriver.SnapshotClass}}}",
                  "volumeSnapshotRef": {"namespace": "{{{metadata["namespace"]}}}", "name": "{{{metadata["name"]}}}", "uid": "{{{metadata["uid"]}}}"} } }
                """)!);
        }

        var handle = $"copy-{metadata["uid"]}";
        await storage.TakeAsync(volume, handle);
        return await cluster.MergePatchAsync(
            $"{SnapshotKinds.Contents}/{name}/status", JsonNode.Parse($$$"""{"status": {"snapshotHandle": "{{{handle}}}"} }""")!);
    }

    private async Task ReleaseAsync(JsonObject snapshot)
    {
        var name = snapshot["status"]?["boundVolumeSnapshotContentName"]?.GetValue<string>() ?? $"snapcontent-{snapshot["metadata"]!["uid"]}";
        if (await cluster.FindAsync($"{SnapshotKinds.Contents}/{name}") is { } content)
        {
            if (content["metadata"]!["annotations"]?[BeingDeleted] is null)
            {
                await cluster.MergePatchAsync(
                    PathOfContent(content), JsonNode.Parse($$$"""{"metadata": {"annotations": {"{{{BeingDeleted}}}": "yes"} } }""")!);
            }

            if (content["spec"]!["deletionPolicy"]!.GetValue<string>() == "Delete")
            {
                await cluster.DeleteAsync(PathOfContent(content));
                return;
            }
        }

        await cluster.MergePatchAsync(PathOf(snapshot), JsonNode.Parse("""{"metadata": {"finalizers": null} }""")!);
    }

    private async Task AdoptAsync(JsonObject content)
    {
        if (content["metadata"]!["finalizers"] is null)
        {
            await FinalizeAsync(PathOfContent(content), OfContent);
        }
    }

    private async Task DeleteAsync(JsonObject content)
    {
        var spec = content["spec"]!;
        var neverHadOne = spec["source"]!["snapshotHandle"] is not null && spec["volumeSnapshotRef"]!["uid"] is null;
        if (!neverHadOne && content["metadata"]!["annotations"]?[BeingDeleted] is null)
        {
            return;
        }

        // What is a group's goes with the group.
        if (spec["deletionPolicy"]!.GetValue<string>() == "Delete"
            && content["status"]?["volumeGroupSnapshotHandle"] is null
            && HandleOf(content) is { } handle)
        {
            storage.DeleteSnapshot(handle);
        }

        await cluster.MergePatchAsync(PathOfContent(content), JsonNode.Parse("""{"metadata": {"finalizers": null} }""")!);
    }

    private Task<JsonObject> FinalizeAsync(string path, string finalizer) =>
        cluster.MergePatchAsync(path, JsonNode.Parse($$$"""{"metadata": {"finalizers": ["{{{finalizer}}}"]} }""")!);
}
