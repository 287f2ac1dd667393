namespace Workflows.Archive.Manifests;

/// <summary>A manifest as a store has it.</summary>
/// <param name="Overview">What it says to everybody.</param>
/// <param name="Plain">All of it; null when it is encrypted.</param>
/// <param name="Sealed">What is left to decrypt; null when it is not encrypted.</param>
internal sealed record StoredManifest(BackupOverview Overview, ArchiveManifest? Plain, SealedManifest? Sealed);
