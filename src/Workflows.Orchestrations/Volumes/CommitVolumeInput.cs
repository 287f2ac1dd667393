using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes;

/// <param name="Move">What was moved.</param>
/// <param name="Result">What its mover left.</param>
public sealed record CommitVolumeInput(ClaimMove Move, MoverResult Result);
