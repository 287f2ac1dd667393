using Workflows.Cli.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Cli.Policies;

/// <summary>Reads the conditions of a volume policy.</summary>
internal static class VolumeConditionsReader
{
    private static readonly string[] AccessModes = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

    private static readonly string[] Phases = ["Bound", "Pending", "Lost"];

    /// <summary>
    /// Velero's, which are the fields of a PersistentVolume or of a pod's volume. Those that only pods have hold for no
    /// claim, and stand in files that people bring along.
    /// </summary>
    private static readonly string[] VolumeTypes =
    [
        "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi", "downwardAPI", "emptyDir",
        "ephemeral", "fc", "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "hostPath", "iscsi", "local",
        "nfs", "persistentVolumeClaim", "photonPersistentDisk", "portworxVolume", "projected", "quobyte", "rbd", "scaleIO",
        "secret", "storageos", "vsphereVolume",
    ];

    /// <param name="policy">The policy, which has conditions.</param>
    /// <exception cref="UsageException">They are not understood.</exception>
    public static VolumeConditions Read(YamlFields policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var conditions = policy.Map(
            "conditions", "capacity", "storageClass", "accessModes", "csi", "nfs", "volumeTypes", "pvcLabels", "pvcPhase")!;
        return new()
        {
            Capacity = CapacityOf(conditions),
            StorageClass = conditions.Texts("storageClass"),
            AccessModes = Known(conditions, "accessModes", AccessModes, StringComparer.Ordinal),
            Csi = CsiOf(conditions),
            Nfs = conditions.Map("nfs", "server", "path") is { } nfs ? new(NonEmpty(nfs, "server"), NonEmpty(nfs, "path")) : null,
            VolumeTypes = Known(conditions, "volumeTypes", VolumeTypes, StringComparer.OrdinalIgnoreCase),
            PvcLabels = conditions.TextsByName("pvcLabels"),
            PvcPhase = Known(conditions, "pvcPhase", Phases, StringComparer.Ordinal),
        };
    }

    private static CapacityRange? CapacityOf(YamlFields conditions)
    {
        if (conditions.Text("capacity") is not { } written)
        {
            return null;
        }

        var line = conditions.LineOf("capacity");
        if (written.Split(',', StringSplitOptions.TrimEntries) is not [var from, var to])
        {
            throw conditions.Fault(line, $"'capacity' can't be '{written}'; write \"10Gi,100Gi\", \"10Gi,\" or \",100Gi\"");
        }

        var range = new CapacityRange(End(conditions, from), End(conditions, to));
        return range.AtMost == 0 || range.AtLeast > range.AtMost
            ? throw conditions.Fault(line, $"'capacity' of '{written}' takes no volume: its upper end is below its lower")
            : range;
    }

    private static decimal? End(YamlFields conditions, string written) =>
        written.Length == 0 ? null
        : Quantity.TryParse(written, out var bytes) ? bytes
        : throw conditions.Fault(conditions.LineOf("capacity"), $"'capacity': '{written}' is no amount such as 10Gi or 500M");

    private static CsiCondition? CsiOf(YamlFields conditions)
    {
        if (conditions.Map("csi", "driver", "volumeAttributes") is not { } csi)
        {
            return null;
        }

        var read = new CsiCondition(NonEmpty(csi, "driver"), csi.TextsByName("volumeAttributes"));
        return read is { Driver: null, VolumeAttributes.Count: > 0 }
            ? throw csi.Fault(csi.LineOf("volumeAttributes"), "'volumeAttributes' mean something to one driver only: name it with 'driver'")
            : read;
    }

    private static IReadOnlyList<string> Known(
        YamlFields conditions, string key, string[] known, StringComparer comparer) =>
        conditions.Texts(key) is var written && written.FirstOrDefault(text => !known.Contains(text, comparer)) is { } unknown
            ? throw conditions.Fault(conditions.LineOf(key), $"'{key}' can't be '{unknown}'; it is one of {string.Join(", ", known)}")
            : written;

    private static string? NonEmpty(YamlFields fields, string key) => fields.Text(key) is { Length: > 0 } text ? text : null;
}
