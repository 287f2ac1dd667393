namespace Workflows.Core.Volumes.Snapshots;

/// <summary>What a restored claim is filled from.</summary>
/// <param name="Claim">The claim, as it is called where it is restored to.</param>
/// <param name="Snapshot">The VolumeSnapshot, in the claim's namespace.</param>
/// <param name="Bytes">How large a volume of it is at least; 0 where that is not known.</param>
public sealed record ClaimSource(ClaimName Claim, string Snapshot, long Bytes);
