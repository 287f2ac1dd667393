namespace Workflows.Volumes.Manifests;

/// <summary>What the entries that are read are of, for errors and for bounds.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Path">Where they lie in the store.</param>
/// <param name="Length">How many bytes they have, in frames.</param>
internal sealed record TreeOrigin(string Backup, string Path, long Length);
