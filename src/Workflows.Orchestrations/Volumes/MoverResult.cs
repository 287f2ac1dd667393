namespace Workflows.Orchestrations.Volumes;

/// <summary>What a mover that ended well left.</summary>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Sha256">The SHA-256 of the result that a backup's mover stored; null of a restore's.</param>
/// <param name="Bytes">Bytes that a restore's mover wrote.</param>
/// <param name="Problems">How many entries a restore's mover could not make as they were.</param>
public sealed record MoverResult(string Attempt, string? Sha256, long Bytes, long Problems);
