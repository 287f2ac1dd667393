using Workflows.Core.Resources;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Core.Plans.Reading.Rules;

/// <summary>How the conditions of a volume policy are written.</summary>
internal static class VolumeConditionFields
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

    public static VolumeConditions Read(FieldReader fields) => new()
    {
        Capacity = Capacity(fields),
        StorageClass = fields.Texts("storageClass", "The volume's storage class is one of these."),
        AccessModes = Known(fields, "accessModes", AccessModes, StringComparer.Ordinal, "The claim asks for one of these"),
        Csi = fields.Section("csi", "Volumes of CSI drivers.", Csi),
        Nfs = fields.Section("nfs", "Volumes on NFS servers.", Nfs),
        VolumeTypes = Known(
            fields, "volumeTypes", VolumeTypes, StringComparer.OrdinalIgnoreCase, "The volume is of one of these types, as fields of a PersistentVolume"),
        PvcLabels = fields.Map("pvcLabels", "The claim has all of these labels."),
        PvcPhase = Known(fields, "pvcPhase", Phases, StringComparer.Ordinal, "The claim is in one of these phases"),
    };

    private static NfsCondition Nfs(FieldReader fields) => new(
        NonEmpty(fields.Text("server", "The server. Default: any.")), NonEmpty(fields.Text("path", "The exported path. Default: any.")));

    private static CsiCondition Csi(FieldReader fields)
    {
        var driver = NonEmpty(fields.Text("driver", "The driver's name. Default: any."));
        var attributes = fields.Map("volumeAttributes", "What attributes of the volume must be.");
        fields.Report("volumeAttributes", driver is null && attributes.Count > 0 ? ["These mean something to one driver only: name it with driver."] : []);
        return new(driver, attributes);
    }

    private static CapacityRange? Capacity(FieldReader fields)
    {
        const string Name = "capacity";
        if (fields.Text(Name, "How large the volume is: \"10Gi,100Gi\", \"10Gi,\" or \",100Gi\".") is not { } written)
        {
            return null;
        }

        if (written.Split(',', StringSplitOptions.TrimEntries) is not [var from, var to])
        {
            fields.Report(Name, [$"\"{written}\" is no range: write \"10Gi,100Gi\", \"10Gi,\" or \",100Gi\"."]);
            return null;
        }

        var range = new CapacityRange(End(fields, from), End(fields, to));
        fields.Report(Name, range.AtMost == 0 || range.AtLeast > range.AtMost
            ? [$"\"{written}\" takes no volume: its upper end is below its lower."]
            : []);
        return range;

        static decimal? End(FieldReader fields, string written)
        {
            var isAmount = Quantity.TryParse(written, out var bytes);
            fields.Report(Name, isAmount || written.Length == 0 ? [] : [$"\"{written}\" is no amount such as 10Gi or 500M."]);
            return isAmount ? bytes : null;
        }
    }

    private static IReadOnlyList<string> Known(
        FieldReader fields, string name, IReadOnlyCollection<string> known, StringComparer comparer, string description)
    {
        var written = fields.Texts(name, $"{description}: {string.Join(", ", known)}.");
        fields.Report(name, from text in written
                            where !known.Contains(text, comparer)
                            select $"\"{text}\" is none of {string.Join(", ", known)}.");
        return written;
    }

    private static string? NonEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
