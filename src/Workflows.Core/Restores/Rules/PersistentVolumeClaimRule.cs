using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Makes an archived claim one that can bind anew. The volume's name stays only if that volume is restored too; a
/// claim that names a volume nobody has waits for ever. Once bound, a claim has no more use for what it was filled
/// from (<c>dataSource</c>), and a selector would stop dynamic provisioning; with the empty storage class (no
/// provisioning) or a volume that is kept, the selector stays, as in Velero. A claim whose data is in a snapshot names
/// that, and asks for as much as a volume of it takes.
/// </summary>
public sealed class PersistentVolumeClaimRule : IRestoreRule
{
    public string Name => "persistentvolumeclaim";

    public string Description =>
        "Removes what binds a claim to a volume, a provisioner and a node of the old cluster; "
        + "the volume's name stays if that volume is restored too, and a snapshot that holds its data is what it is filled from.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.PersistentVolumeClaims;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        var wasBound = obj.Map("status").Text("phase") == "Bound" || obj.HasAnnotation(VolumeBinding.BindCompleted);
        obj.Map("metadata").RemoveEntries(
            "annotations",
            VolumeBinding.BindCompleted,
            VolumeBinding.BoundByController,
            "volume.kubernetes.io/storage-provisioner",
            "volume.beta.kubernetes.io/storage-provisioner",
            "volume.kubernetes.io/selected-node",
            "velero.io/volume-snapshot-name",
            "velero.io/data-upload-name",
            MoverLabels.FilledBy);
        if (obj.Map("spec") is not { } spec)
        {
            return RuleVerdict.Keep;
        }

        var target = context.Claims.Rename(
            new(obj.Namespace() ?? "", obj.Name() ?? ""), context.MapNamespace(obj.Namespace() ?? ""));
        if (context.ClaimSources.GetValueOrDefault(target) is { } source)
        {
            FillFrom(source, spec);
            return RuleVerdict.Keep;
        }

        var keepsVolume = KeepVolume(spec, context);
        if (wasBound)
        {
            spec.RemoveFields("dataSource", "dataSourceRef");
            if (!keepsVolume && spec.Text("storageClassName") != "")
            {
                spec.Remove("selector");
            }
        }

        return RuleVerdict.Keep;
    }

    private static void FillFrom(ClaimSource source, JsonObject spec)
    {
        spec.RemoveFields("volumeName", "selector", "dataSourceRef");
        spec["dataSource"] = SnapshotObjects.SourceOf(source.Snapshot);
        var requests = spec.Ensure("resources").Ensure("requests");
        requests["storage"] = StorageQuantity.AtLeast(requests.Text("storage"), source.Bytes);
    }

    private static bool KeepVolume(JsonObject spec, RestoreRuleContext context)
    {
        if (spec.Text("volumeName") is not { Length: > 0 } volume)
        {
            return false;
        }

        if (context.PersistentVolumeNames.TryGetValue(volume, out var renamed))
        {
            spec["volumeName"] = renamed;
            return true;
        }

        if (context.RestoredPersistentVolumes.Contains(volume)
            || context.PersistentVolumeNames.Values.Contains(volume, StringComparer.Ordinal))
        {
            return true;
        }

        spec.Remove("volumeName");
        return false;
    }
}
