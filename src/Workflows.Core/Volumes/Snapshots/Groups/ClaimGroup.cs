namespace Workflows.Core.Volumes.Snapshots.Groups;

/// <summary>Claims of a namespace that one snapshot of all their volumes is taken of, at one moment.</summary>
/// <param name="Name">The VolumeGroupSnapshot of this run.</param>
/// <param name="Label">The label that its claims have.</param>
/// <param name="Value">The label's value: what people call the group.</param>
/// <param name="Version">The version of the API by which the cluster is asked for it.</param>
/// <param name="Class">The VolumeGroupSnapshotClass.</param>
public sealed record ClaimGroup(string Name, string Label, string Value, string Version, string Class)
{
    /// <summary>Velero's label of claims, unless another is named.</summary>
    public const string VeleroLabel = "velero.io/volume-group";
}
