using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots.Groups;

/// <summary>One volume's snapshot in the snapshot of a group.</summary>
/// <param name="Snapshot">The VolumeSnapshot that the controller made.</param>
/// <param name="Content">Its content; null while there is none of its own.</param>
internal sealed record GroupMember(JsonObject Snapshot, JsonObject? Content)
{
    public SnapshotSight Sight => SnapshotRadar.Look(Snapshot, Content);
}
