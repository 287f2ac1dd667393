using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <param name="Move">What is moved.</param>
/// <param name="Snapshot">Its snapshot.</param>
public sealed record CloneInput(ClaimMove Move, ArchivedSnapshot Snapshot);
