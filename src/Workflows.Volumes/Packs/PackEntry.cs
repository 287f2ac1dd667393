namespace Workflows.Volumes.Packs;

/// <summary>A pack that a manifest names.</summary>
/// <param name="Name">Its name among the volume's packs.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Sha256">Their SHA-256, lower-case hexadecimal.</param>
public sealed record PackEntry(string Name, long Length, string Sha256);
