using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <param name="Move">What was moved.</param>
/// <param name="Keeps">Whether the snapshot itself stays with the storage system.</param>
public sealed record ReleaseInput(ClaimMove Move, bool Keeps);
