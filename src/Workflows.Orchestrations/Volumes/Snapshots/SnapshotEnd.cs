using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <summary>How waiting for a snapshot ended: with one, or without and why.</summary>
/// <param name="Snapshot">The snapshot; null where there is none.</param>
/// <param name="Without">What became of the claim without it; null where there is one.</param>
internal sealed record SnapshotEnd(ArchivedSnapshot? Snapshot, ClaimOutcome? Without);
