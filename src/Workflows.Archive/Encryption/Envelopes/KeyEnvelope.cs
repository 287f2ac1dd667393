namespace Workflows.Archive.Encryption.Envelopes;

/// <summary>A backup's key as it is stored: wrapped by a user's key, which <see cref="KeyId"/> names.</summary>
/// <param name="Version">The version of this document.</param>
/// <param name="BackupUid">The backup that the key belongs to.</param>
/// <param name="KeyId">The key that wrapped it.</param>
/// <param name="WrappedKey">The wrapped key, in Base64.</param>
/// <param name="Proof">
/// An HMAC under the wrapped key itself over the backup's name: an envelope that was put in another's place, or whose
/// key was replaced by somebody who has none, does not pass.
/// </param>
internal sealed record KeyEnvelope(int Version, Guid BackupUid, string KeyId, string WrappedKey, string Proof)
{
    public const int CurrentVersion = 1;
}
