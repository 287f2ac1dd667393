using Workflows.Core.Volumes;

namespace Workflows.Core.Restores;

/// <summary>One claim that is restored alone, with its data, as a new claim.</summary>
/// <param name="From">The claim in the backup.</param>
/// <param name="Into">The claim to make, which must not be there.</param>
public sealed record ClaimCopy(ClaimName From, ClaimName Into);
