using Workflows.Cli.Errors;
using Workflows.Cli.Yaml;
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

    /// <exception cref="UsageException">They are not understood.</exception>
    public static VolumeConditions Read(YamlMap conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        var read = new VolumeConditions
        {
            Capacity = CapacityOf(conditions),
            StorageClass = conditions.Texts("storageClass"),
            AccessModes = Known(conditions, "accessModes", AccessModes, StringComparer.Ordinal),
            Csi = CsiOf(conditions),
            Nfs = NfsOf(conditions),
            VolumeTypes = Known(conditions, "volumeTypes", VolumeTypes, StringComparer.OrdinalIgnoreCase),
            PvcLabels = conditions.TextsByName("pvcLabels"),
            PvcPhase = Known(conditions, "pvcPhase", Phases, StringComparer.Ordinal),
        };
        conditions.RefuseOthers();
        return read;
    }

    private static NfsCondition? NfsOf(YamlMap conditions)
    {
        if (conditions.FindMap("nfs") is not { } nfs)
        {
            return null;
        }

        var read = new NfsCondition(NonEmpty(nfs, "server"), NonEmpty(nfs, "path"));
        nfs.RefuseOthers();
        return read;
    }

    private static CapacityRange? CapacityOf(YamlMap conditions)
    {
        if (conditions.FindText("capacity") is not { } written)
        {
            return null;
        }

        if (written.Split(',', StringSplitOptions.TrimEntries) is not [var from, var to])
        {
            throw conditions.Error("capacity", $"'capacity' can't be '{written}'; write \"10Gi,100Gi\", \"10Gi,\" or \",100Gi\"");
        }

        var range = new CapacityRange(End(conditions, from), End(conditions, to));
        return range.AtMost == 0 || range.AtLeast > range.AtMost
            ? throw conditions.Error("capacity", $"'capacity' of '{written}' takes no volume: its upper end is below its lower")
            : range;
    }

    private static decimal? End(YamlMap conditions, string written) =>
        written.Length == 0 ? null
        : Quantity.TryParse(written, out var bytes) ? bytes
        : throw conditions.Error("capacity", $"'capacity': '{written}' is no amount such as 10Gi or 500M");

    private static CsiCondition? CsiOf(YamlMap conditions)
    {
        if (conditions.FindMap("csi") is not { } csi)
        {
            return null;
        }

        var read = new CsiCondition(NonEmpty(csi, "driver"), csi.TextsByName("volumeAttributes"));
        csi.RefuseOthers();
        return read is { Driver: null, VolumeAttributes.Count: > 0 }
            ? throw csi.Error("volumeAttributes", "'volumeAttributes' mean something to one driver only: name it with 'driver'")
            : read;
    }

    private static IReadOnlyList<string> Known(
        YamlMap conditions, string key, string[] known, StringComparer comparer) =>
        conditions.Texts(key) is var written && written.FirstOrDefault(text => !known.Contains(text, comparer)) is { } unknown
            ? throw conditions.Error(key, $"'{key}' can't be '{unknown}'; it is one of {string.Join(", ", known)}")
            : written;

    private static string? NonEmpty(YamlMap fields, string key) => fields.FindText(key) is { Length: > 0 } text ? text : null;
}
