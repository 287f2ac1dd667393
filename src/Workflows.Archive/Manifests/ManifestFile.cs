using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;

namespace Workflows.Archive.Manifests;

/// <summary>
/// The manifest as bytes. Its last line but one is <c>"digest": "sha256:…"</c>, over every byte before the digest's
/// 64 digits; what follows them is fixed. So every byte of the file is either hashed, the hash, or compared, and that
/// rule is the same in every version of the format: it can be checked before anything in the file is believed.
/// </summary>
internal static class ManifestFile
{
    private const string DigestStart = ",\n  \"digest\": \"sha256:";
    private const string DigestEnd = "\"\n}\n";
    private const int HashDigits = 64;

    public static byte[] Serialize(ArchiveManifest manifest)
    {
        var json = JsonSerializer.Serialize(manifest, ArchiveJson.Manifest);
        var hashed = Encoding.UTF8.GetBytes(json[..^"\n}".Length] + DigestStart);
        return [.. hashed, .. Hash(hashed), .. Encoding.ASCII.GetBytes(DigestEnd)];
    }

    /// <summary>Reads a manifest that is whole and makes sense.</summary>
    /// <exception cref="ArchiveDamagedException">It isn't.</exception>
    /// <exception cref="ArchiveVersionException">It is of a version this program doesn't read.</exception>
    public static ArchiveManifest Parse(string backup, ReadOnlySpan<byte> bytes)
    {
        CheckDigest(backup, bytes);
        CheckVersion(backup, bytes);
        try
        {
            var manifest = JsonSerializer.Deserialize<ArchiveManifest>(bytes, ArchiveJson.Manifest)
                ?? throw Damaged(backup, "it is JSON null");
            ManifestRules.Check(backup, manifest);
            return manifest;
        }
        catch (JsonException error)
        {
            throw Damaged(backup, $"it has no valid value at {error.Path}", error);
        }
    }

    public static ArchiveDamagedException Damaged(string backup, string what, Exception? inner = null) =>
        new(backup, ArchiveLayout.Manifest(backup), what, inner);

    private static void CheckDigest(string backup, ReadOnlySpan<byte> bytes)
    {
        var fixedEnd = Encoding.ASCII.GetBytes(DigestEnd);
        var hashedLength = bytes.Length - HashDigits - fixedEnd.Length;
        var hasDigest = hashedLength > 0
            && bytes.EndsWith(fixedEnd)
            && bytes[..hashedLength].EndsWith(Encoding.ASCII.GetBytes(DigestStart));
        if (!hasDigest)
            throw Damaged(backup, "it does not end with its digest: it is cut short or was edited");

        if (!bytes.Slice(hashedLength, HashDigits).SequenceEqual(Hash(bytes[..hashedLength])))
            throw Damaged(backup, "its content does not match its digest");
    }

    private static void CheckVersion(string backup, ReadOnlySpan<byte> bytes)
    {
        int version;
        try
        {
            version = JsonSerializer.Deserialize<VersionOnly>(bytes, ArchiveJson.Manifest)!.FormatVersion;
        }
        catch (JsonException error)
        {
            throw Damaged(backup, "it has no format version", error);
        }

        if (version is < ArchiveFormat.MinVersion or > ArchiveFormat.MaxVersion)
            throw new ArchiveVersionException(backup, version);
    }

    private static byte[] Hash(ReadOnlySpan<byte> bytes) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    private sealed record VersionOnly(int FormatVersion);
}
