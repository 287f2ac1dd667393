using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Encryption;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;

namespace Workflows.Archive.Manifests;

/// <summary>
/// The manifest of an encrypted backup as bytes: digested JSON whose last member before the digest is
/// <c>"sealed": "…"</c>, the manifest under AES-256-GCM. The tag covers every byte of the file before it, too.
/// </summary>
internal static class SealedManifestFile
{
    public const string Scheme = "AES-256-GCM/64KiB/1";

    private const int TagBytes = 16;

    private static readonly byte[] SealedStart = Encoding.ASCII.GetBytes(",\n  \"sealed\": \"");

    /// <summary>Seals a manifest.</summary>
    /// <param name="manifest">All of it.</param>
    /// <param name="files">The files as they are stored.</param>
    /// <param name="key">The backup's key.</param>
    public static byte[] Serialize(ArchiveManifest manifest, IReadOnlyList<SealedFile> files, BackupKey key)
    {
        var salt = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var json = JsonSerializer.Serialize(Head(manifest, files, salt), ArchiveJson.Manifest);
        byte[] associated = [.. Encoding.UTF8.GetBytes(json[..^"\n}".Length]), .. SealedStart];
        var plain = ManifestFile.Serialize(manifest);
        var ciphertext = new byte[plain.Length + TagBytes];
        using (var aes = new AesGcm(key.Derive($"manifest/{salt}"), TagBytes))
            aes.Encrypt(new byte[12], plain, ciphertext.AsSpan(0, plain.Length), ciphertext.AsSpan(plain.Length), associated);
        return DigestedJson.CloseOpen([.. associated, .. Encoding.ASCII.GetBytes(Convert.ToBase64String(ciphertext)), (byte)'"']);
    }

    /// <summary>Reads what can be read without a key of a file whose digest is right.</summary>
    public static StoredManifest Read(string backup, string scheme, ReadOnlySpan<byte> bytes)
    {
        if (scheme != Scheme)
            throw new ArchiveEncryptedException(backup, scheme);

        var open = DigestedJson.Open(bytes);
        var start = open.LastIndexOf(SealedStart);
        if (start < 0 || open[^1] != '"')
            throw ManifestFile.Damaged(backup, "it holds no sealed manifest");

        start += SealedStart.Length;
        var head = ManifestFile.Deserialize<SealedManifest>(backup, bytes) with
        {
            Associated = open[..start].ToArray(),
            Ciphertext = Decode(backup, open[start..^1]),
        };
        SealedManifestRules.Check(backup, head);
        return new StoredManifest(head.ToOverview(), Plain: null, head);
    }

    /// <summary>Opens the manifest that was sealed.</summary>
    /// <exception cref="ArchiveDamagedException">It, or what stands before it, is not what was written.</exception>
    public static ArchiveManifest Unseal(SealedManifest head, BackupKey key)
    {
        var plain = new byte[head.Ciphertext.Length - TagBytes];
        try
        {
            using var aes = new AesGcm(key.Derive($"manifest/{head.Encryption.Salt}"), TagBytes);
            aes.Decrypt(
                new byte[12], head.Ciphertext.AsSpan(0, plain.Length), head.Ciphertext.AsSpan(plain.Length), plain, head.Associated);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw ManifestFile.Damaged(head.Name, "it was changed since it was sealed", error);
        }

        var manifest = ManifestFile.ReadUnsealed(head.Name, plain);
        return BackupOverview.Of(manifest, isEncrypted: true) == head.ToOverview()
            ? manifest
            : throw ManifestFile.Damaged(head.Name, "what it says without a key is not what it says with it");
    }

    private static byte[] Decode(string backup, ReadOnlySpan<byte> base64)
    {
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        var status = Base64.DecodeFromUtf8(base64, decoded, out var consumed, out var written);
        return status == System.Buffers.OperationStatus.Done && consumed == base64.Length && written > TagBytes
            ? decoded[..written]
            : throw ManifestFile.Damaged(backup, "its sealed manifest is no Base64");
    }

    private static SealedManifest Head(ArchiveManifest manifest, IReadOnlyList<SealedFile> files, string salt) => new()
    {
        FormatVersion = manifest.FormatVersion,
        BackupUid = manifest.BackupUid,
        Name = manifest.Name,
        Phase = manifest.Phase,
        StartedAt = manifest.StartedAt,
        CompletedAt = manifest.CompletedAt,
        TtlSeconds = manifest.TtlSeconds,
        ExpiresAt = manifest.ExpiresAt,
        LockedUntil = manifest.LockedUntil,
        Plan = manifest.Plan,
        Objects = manifest.Totals.Objects,
        Bytes = manifest.Archive.Length,
        PlainBytes = manifest.Totals.PlainBytes,
        Warnings = manifest.Warnings.Count,
        Snapshots = manifest.Volumes?.Count(volume => volume.Snapshot is not null) ?? 0,
        Errors = manifest.Errors.Count,
        Encryption = new ManifestEncryption(Scheme, ArchiveLayout.KeyEnvelope(manifest.Name), salt),
        Files = files,
    };
}
