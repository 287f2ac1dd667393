using Workflows.Archive.Format;

namespace Workflows.Archive.Manifests;

/// <summary>What must hold in the readable part of an encrypted backup's manifest, whoever wrote it.</summary>
internal static class SealedManifestRules
{
    public static void Check(string backup, SealedManifest head)
    {
        Require(backup, head.Name == backup, "it is the manifest of another backup");
        Require(backup, head.FormatVersion >= ArchiveFormat.EncryptedVersion, "its version knows no encryption");
        Require(backup, head.Encryption.Envelope == ArchiveLayout.KeyEnvelope(backup), "it names another backup's key envelope");
        Require(backup, ManifestRules.IsHash(head.Encryption.Salt), "its salt is none");
        Require(
            backup,
            head is { Objects: >= 0, Bytes: >= 0, PlainBytes: >= 0, Warnings: >= 0, Errors: >= 0, Snapshots: >= 0, TtlSeconds: >= 0 },
            "it counts less than nothing");
        Require(backup, head.Files.All(file => file is not null && file.Pieces.All(p => p is not null)), "a list holds null");
        Require(
            backup,
            head.Files.Select(file => file.Path).Distinct(StringComparer.Ordinal).Count() == head.Files.Count,
            "a file is there twice");
        foreach (var file in head.Files)
        {
            var isOurs = file.Path.StartsWith(ArchiveLayout.EncryptedFolder(backup), StringComparison.Ordinal)
                && Stores.StorePath.IsSegment(file.Path.AsSpan(ArchiveLayout.EncryptedFolder(backup).Length));
            Require(backup, isOurs, "it names a file outside its own folder");
            var isTiled = file.Pieces.All(p => p.Length is >= 0 and <= 1L << 50 && ManifestRules.IsHash(p.Sha256))
                && file.Pieces.Sum(p => p.Length) == file.Length;
            Require(backup, isTiled, "a file's pieces don't add up to it");
        }
    }

    private static void Require(string backup, bool holds, string otherwise)
    {
        if (!holds)
            throw ManifestFile.Damaged(backup, otherwise);
    }
}
