using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes;

/// <summary>How a mover ended: with a result, or without one and why.</summary>
/// <param name="Result">What it left; null where it left nothing.</param>
/// <param name="Without">What became of the claim without it; null where there is a result.</param>
internal sealed record MoverEnd(MoverResult? Result, ClaimOutcome? Without);
