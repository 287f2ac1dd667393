namespace Workflows.Volumes.Manifests;

/// <summary>How a backup of a volume is encrypted.</summary>
/// <param name="Scheme">The name of all that FORMAT.md says about frames, keys and labels.</param>
/// <param name="Envelope">The path of the envelope that the volume's key is in.</param>
public sealed record VolumeEncryption(string Scheme, string Envelope)
{
    /// <summary>The only scheme so far.</summary>
    public const string CurrentScheme = "AES-256-GCM/64KiB/1";
}
