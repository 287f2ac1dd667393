using System.Text.Json.Nodes;

namespace Workflows.Core.Volumes.Policies;

/// <summary>Volume policies in their order, of which for each claim the first counts that holds, as in Velero.</summary>
/// <param name="Entries">The policies.</param>
public sealed record VolumePolicies(IReadOnlyList<VolumePolicy> Entries)
{
    /// <summary>Whether it takes PersistentVolumes to tell which policy holds.</summary>
    public bool NeedVolumes() => Entries.Any(entry => entry.Conditions.NeedsVolume());

    /// <summary>Whether one of them has files moved.</summary>
    public bool MoveFiles() => Entries.Any(entry => entry.Action is VolumeAction.Filesystem or VolumeAction.SnapshotAndMove);

    /// <summary>Whether one of them has snapshots read.</summary>
    public bool ReadSnapshots() => Entries.Any(entry => entry.Action is VolumeAction.SnapshotAndMove);

    /// <summary>The policy that holds for a claim; null where none does.</summary>
    /// <param name="claim">The PersistentVolumeClaim.</param>
    /// <param name="volume">Its PersistentVolume; null where that is not known.</param>
    public VolumePolicy? Find(JsonObject claim, JsonObject? volume) =>
        Entries.FirstOrDefault(entry => entry.Conditions.Match(claim, volume));
}
