namespace Workflows.Volumes.Manifests;

/// <summary>The file of the store that lists a backup's entries.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Sha256">Their SHA-256, lower-case hexadecimal.</param>
public sealed record StoredTree(string Path, long Length, string Sha256);
