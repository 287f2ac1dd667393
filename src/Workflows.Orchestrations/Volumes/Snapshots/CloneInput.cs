using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes.Snapshots;

/// <param name="Move">What is moved.</param>
/// <param name="Bytes">How large a volume of the snapshot is at least.</param>
public sealed record CloneInput(ClaimMove Move, long Bytes);
