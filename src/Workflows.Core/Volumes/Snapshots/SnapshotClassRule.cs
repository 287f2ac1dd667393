using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>
/// Chooses the class that a claim's snapshot is taken with: the one that the claim names, else of its driver's classes
/// the one that is marked for backups, else the default, else the only one. Where that is not exactly one, a person must
/// say: classes differ in what becomes of snapshots and in what they cost.
/// </summary>
public static class SnapshotClassRule
{
    /// <summary>Velero's annotation of a claim: the class to take.</summary>
    public const string NamedByClaim = "velero.io/csi-volumesnapshot-class";

    /// <summary>Velero's label of a class.</summary>
    public const string VeleroMark = "velero.io/csi-volumesnapshot-class";

    /// <summary>K10's annotation of a class.</summary>
    public const string KastenMark = "k10.kasten.io/is-snapshot-class";

    /// <summary>Kubernetes' annotation of the class that is taken where none is named.</summary>
    public const string DefaultMark = "snapshot.storage.kubernetes.io/is-default-class";

    /// <param name="driver">The CSI driver of the claim's volume.</param>
    /// <param name="claim">The PersistentVolumeClaim.</param>
    /// <param name="classes">All VolumeSnapshotClasses.</param>
    public static SnapshotClassChoice Choose(string driver, JsonObject claim, IReadOnlyList<JsonObject> classes)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return Choose(driver, [claim], classes, SnapshotClassMarks.OfVolume);
    }

    /// <param name="driver">The CSI driver of the claims' volumes.</param>
    /// <param name="claims">The claims that are in one snapshot: the first that names a class counts.</param>
    /// <param name="classes">All classes of the kind.</param>
    /// <param name="marks">What tells them apart.</param>
    public static SnapshotClassChoice Choose(
        string driver, IReadOnlyList<JsonObject> claims, IReadOnlyList<JsonObject> classes, SnapshotClassMarks marks)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(marks);
        if (claims.Select(claim => claim.Annotation(marks.NamedByClaim)).FirstOrDefault(name => name is { Length: > 0 }) is { } named)
        {
            return ByName(named, driver, classes, marks);
        }

        var own = classes.Where(candidate => candidate.Text("driver") == driver).ToArray();
        foreach (var marked in (JsonObject[][])
        [
            [.. own.Where(candidate => candidate.Label(marks.VeleroMark) == "true")],
            [.. own.Where(candidate => marks.KastenMark is { } mark && candidate.Annotation(mark) == "true")],
            [.. own.Where(candidate => candidate.Annotation(marks.DefaultMark) == "true")],
            own,
        ])
        {
            if (marked is [var only])
            {
                return SnapshotClassChoice.Of(only.Name()!);
            }

            if (marked.Length > 1)
            {
                return Refuse(
                    $"{string.Join(", ", marked.Select(one => one.Name()).Order(StringComparer.Ordinal))} are all snapshot classes of its "
                    + $"driver, {driver}, and none of them stands out. Name one in the claim's annotation {marks.NamedByClaim}, or mark "
                    + $"one with the label {marks.VeleroMark}=true.");
            }
        }

        return Refuse($"There is no {marks.Kind} of its driver, {driver}. {marks.Instead}");
    }

    private static SnapshotClassChoice ByName(
        string named, string driver, IReadOnlyList<JsonObject> classes, SnapshotClassMarks marks) =>
        classes.FirstOrDefault(candidate => candidate.Name() == named) switch
        {
            null => Refuse($"The snapshot class {named}, which its annotation {marks.NamedByClaim} names, is not there."),
            var found when found.Text("driver") != driver => Refuse(
                $"The snapshot class {named}, which its annotation {marks.NamedByClaim} names, is of the driver "
                + $"{found.Text("driver")}; the claim's is {driver}."),
            _ => SnapshotClassChoice.Of(named),
        };

    private static SnapshotClassChoice Refuse(string reason) => new(null, reason);
}
