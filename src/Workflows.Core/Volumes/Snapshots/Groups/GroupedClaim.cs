using System.Text.Json.Nodes;

namespace Workflows.Core.Volumes.Snapshots.Groups;

/// <summary>A claim that has a group's label, whether or not the backup takes it.</summary>
/// <param name="Claim">The PersistentVolumeClaim.</param>
/// <param name="Volume">Its PersistentVolume; null where it is bound to none.</param>
public sealed record GroupedClaim(JsonObject Claim, JsonObject? Volume);
