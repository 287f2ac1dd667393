using Workflows.Core.Volumes;

namespace Workflows.Core.Applications;

/// <summary>What an application says of a claim.</summary>
/// <param name="Skip">Why its data is left out, in a sentence; null where it is not.</param>
/// <param name="CopyOf">The claim whose data it gets; null for its own.</param>
public sealed record ComponentDecision(string? Skip, ClaimName? CopyOf);
