namespace Workflows.Core.Volumes;

/// <summary>How far one claim is: the custom status of its orchestration.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Phase">How far its mover is, in a word.</param>
/// <param name="Reason">What it waits for; null for nothing.</param>
/// <param name="Bytes">How many bytes its mover has seen so far.</param>
public sealed record ClaimProgress(ClaimName Claim, string Phase, string? Reason, long Bytes);
