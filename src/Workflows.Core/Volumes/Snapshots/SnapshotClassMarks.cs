namespace Workflows.Core.Volumes.Snapshots;

/// <summary>By what a class of snapshots is told to be the one to take.</summary>
/// <param name="Kind">The kind of the class, as sentences name it.</param>
/// <param name="NamedByClaim">The annotation of a claim: the class to take.</param>
/// <param name="VeleroMark">The label of a class that is marked for backups.</param>
/// <param name="KastenMark">K10's annotation of such a class; null where it has none.</param>
/// <param name="DefaultMark">Kubernetes' annotation of the class that is taken where none is named.</param>
public sealed record SnapshotClassMarks(
    string Kind, string NamedByClaim, string VeleroMark, string? KastenMark, string DefaultMark)
{
    /// <summary>What a person can do where there is no class.</summary>
    public string Instead { get; init; } = "Create one.";

    /// <summary>Of snapshots of one volume.</summary>
    public static SnapshotClassMarks OfVolume { get; } = new(
        "VolumeSnapshotClass",
        SnapshotClassRule.NamedByClaim,
        SnapshotClassRule.VeleroMark,
        SnapshotClassRule.KastenMark,
        SnapshotClassRule.DefaultMark)
    {
        Instead = "Create one, or move its files instead.",
    };

    /// <summary>Of snapshots of a group of volumes; the annotation and the label are Velero's.</summary>
    public static SnapshotClassMarks OfGroup { get; } = new(
        "VolumeGroupSnapshotClass",
        "velero.io/csi-volume-group-snapshot-class",
        "velero.io/csi-volumegroupsnapshot-class",
        null,
        "groupsnapshot.storage.kubernetes.io/is-default-class");
}
