using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;

namespace Workflows.Archive.Manifests;

/// <summary>The manifest as bytes: digested JSON, so that it can be checked before anything in it is believed.</summary>
internal static class ManifestFile
{
    public static byte[] Serialize(ArchiveManifest manifest) =>
        DigestedJson.Close(JsonSerializer.Serialize(manifest, ArchiveJson.Manifest));

    /// <summary>Reads a manifest that is whole and makes sense; one that is encrypted as far as it goes without a key.</summary>
    /// <exception cref="ArchiveDamagedException">It isn't.</exception>
    /// <exception cref="ArchiveVersionException">It is of a version this program doesn't read.</exception>
    /// <exception cref="ArchiveEncryptedException">It is encrypted in a way this program doesn't know.</exception>
    public static StoredManifest Read(string backup, ReadOnlySpan<byte> bytes)
    {
        CheckDigest(backup, bytes);
        var beginning = ReadBeginning(backup, bytes);
        if (beginning.Encryption is not null)
            return SealedManifestFile.Read(backup, beginning.Encryption.Scheme, bytes);

        var plain = Deserialize<ArchiveManifest>(backup, bytes);
        ManifestRules.Check(backup, plain, isEncrypted: false);
        return new StoredManifest(BackupOverview.Of(plain), plain, Sealed: null);
    }

    /// <summary>Reads what was sealed in a manifest, which is a manifest itself.</summary>
    /// <exception cref="ArchiveDamagedException">It is not whole, or makes no sense.</exception>
    public static ArchiveManifest ReadUnsealed(string backup, ReadOnlySpan<byte> bytes)
    {
        CheckDigest(backup, bytes);
        var manifest = Deserialize<ArchiveManifest>(backup, bytes);
        ManifestRules.Check(backup, manifest, isEncrypted: true);
        return manifest;
    }

    public static T Deserialize<T>(string backup, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, ArchiveJson.Manifest) ?? throw Damaged(backup, "it is JSON null");
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
        if (DigestedJson.Fault(bytes) is { } fault)
            throw Damaged(backup, fault);
    }

    private static Beginning ReadBeginning(string backup, ReadOnlySpan<byte> bytes)
    {
        Beginning beginning;
        try
        {
            beginning = JsonSerializer.Deserialize<Beginning>(bytes, ArchiveJson.Manifest)!;
        }
        catch (JsonException error)
        {
            throw Damaged(backup, "it has no format version", error);
        }

        return beginning.FormatVersion is >= ArchiveFormat.MinVersion and <= ArchiveFormat.MaxVersion
            ? beginning
            : throw new ArchiveVersionException(backup, beginning.FormatVersion);
    }

    private sealed record Beginning(int FormatVersion)
    {
        public BeginningOfEncryption? Encryption { get; init; }
    }

    private sealed record BeginningOfEncryption(string Scheme);
}
