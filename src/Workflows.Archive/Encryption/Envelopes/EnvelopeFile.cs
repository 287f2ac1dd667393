using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Format;

namespace Workflows.Archive.Encryption.Envelopes;

/// <summary>An envelope as bytes, and the key in it.</summary>
internal static class EnvelopeFile
{
    public const int MaxBytes = 64 * 1024;

    private static readonly SearchValues<char> KeyIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/-");

    public static async Task<byte[]> SealAsync(
        EnvelopeOwner owner, BackupKey key, IKeyEncryption wrapping, CancellationToken cancellationToken)
    {
        var wrapped = await wrapping.WrapAsync(key.Material, cancellationToken);
        var envelope = new KeyEnvelope(
            KeyEnvelope.CurrentVersion, key.BackupUid, wrapped.KeyId, Convert.ToBase64String(wrapped.Bytes), Proof(owner, key));
        return DigestedJson.Close(JsonSerializer.Serialize(envelope, ArchiveJson.Manifest));
    }

    /// <exception cref="Core.Errors.WorkflowsException">It is not what was written.</exception>
    public static KeyEnvelope Read(EnvelopeOwner owner, ReadOnlySpan<byte> bytes)
    {
        if (DigestedJson.Fault(bytes) is { } fault)
            throw owner.Damaged(fault);
        try
        {
            var envelope = JsonSerializer.Deserialize<KeyEnvelope>(bytes, ArchiveJson.Manifest);
            var isSound = envelope is { Version: KeyEnvelope.CurrentVersion, KeyId.Length: > 0 and <= 200 }
                && !envelope.KeyId.AsSpan().ContainsAnyExcept(KeyIdCharacters);
            return isSound ? envelope! : throw owner.Damaged("it is no envelope that this version of workflows knows");
        }
        catch (JsonException error)
        {
            throw owner.Damaged($"it has no valid value at {error.Path}", error);
        }
    }

    /// <exception cref="WrongKeyException">Another key wrapped it.</exception>
    /// <exception cref="Core.Errors.WorkflowsException">It is not what was written, or of something else.</exception>
    public static async Task<BackupKey> OpenAsync(
        EnvelopeOwner owner, KeyEnvelope envelope, IKeyEncryption wrapping, CancellationToken cancellationToken)
    {
        if (!wrapping.Opens(envelope.KeyId))
            throw new WrongKeyException(owner.Title, envelope.KeyId, wrapping.KeyId);

        byte[] material;
        try
        {
            material = await wrapping.UnwrapAsync(
                new WrappedKey(envelope.KeyId, Convert.FromBase64String(envelope.WrappedKey)), cancellationToken);
        }
        catch (Exception error) when (error is KeyUnwrapException or FormatException)
        {
            throw owner.Damaged("the key in it does not open", error);
        }

        var key = new BackupKey(envelope.BackupUid, material);
        var isProven = material.Length == BackupKey.Bytes && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Proof(owner, key)), Encoding.ASCII.GetBytes(envelope.Proof));
        return isProven ? key : throw owner.Damaged("the key in it is another one's");
    }

    private static string Proof(EnvelopeOwner owner, BackupKey key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Derive("envelope"), Encoding.UTF8.GetBytes(owner.Proven)));
}
