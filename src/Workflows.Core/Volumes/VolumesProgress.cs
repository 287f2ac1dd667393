namespace Workflows.Core.Volumes;

/// <summary>How far the claims of a backup or restore are: the custom status of their orchestration.</summary>
/// <param name="Claims">How many there are; 0 while unknown.</param>
/// <param name="Counts">What became of those that are done.</param>
public sealed record VolumesProgress(int Claims, ClaimCounts Counts);
