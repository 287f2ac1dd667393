using Workflows.Archive.Format;
using Workflows.Archive.Manifests;

namespace Workflows.Archive.Copying;

/// <summary>What is to be copied of a backup, but for the data of its volumes.</summary>
public sealed record CopiedBackup
{
    private CopiedBackup(BackupOverview overview, byte[] manifest, IReadOnlyList<CopyFile> files)
    {
        Overview = overview;
        Manifest = manifest;
        Files = files;
    }

    public BackupOverview Overview { get; }

    /// <summary>All its files but the manifest, and what <see cref="Announcement"/> is.</summary>
    public IReadOnlyList<CopyFile> Files { get; }

    /// <summary>By what Velero knows that there is a backup: it comes when all else is there. Null for an encrypted one.</summary>
    public CopyFile? Announcement { get; private init; }

    /// <summary>The records of its volumes that it names; null where only its key tells.</summary>
    public IReadOnlyList<string>? Records { get; private init; }

    /// <summary>The manifest's bytes.</summary>
    internal byte[] Manifest { get; }

    internal static CopiedBackup Of(byte[] bytes, StoredManifest stored)
    {
        if (stored.Plain is not { } plain)
        {
            return new(stored.Overview, bytes, [.. stored.Sealed!.Files.Select(FileOf)]);
        }

        var documents = plain.Documents.Select(document => CopyFile.Whole(document.Path, document.Length, document.Sha256)).ToList();
        var announcement = ArchiveLayout.VeleroBackup(plain.Name);
        return new(stored.Overview, bytes, [TarballOf(plain), IndexOf(plain), .. documents.Where(file => file.Path != announcement)])
        {
            Announcement = documents.Find(file => file.Path == announcement),
            Records = [.. (plain.Volumes ?? []).Select(volume => volume.Record).OfType<string>()],
        };
    }

    private static CopyFile FileOf(SealedFile file) =>
        new(file.Path, file.Length, [.. file.Pieces.Select(piece => new CopyRun(piece.Length, piece.Sha256))]);

    private static CopyFile TarballOf(ArchiveManifest manifest) => new(
        manifest.Archive.Path,
        manifest.Archive.Length,
        [
            new(manifest.Archive.Header.Length, manifest.Archive.Header.Sha256),
            .. manifest.Archive.Segments.Select(segment => new CopyRun(segment.Length, segment.Sha256)),
            new(manifest.Archive.Trailer.Length, manifest.Archive.Trailer.Sha256),
        ]);

    private static CopyFile IndexOf(ArchiveManifest manifest) => new(
        manifest.Index.Path,
        manifest.Index.Length,
        [.. manifest.Archive.Segments.Select(segment => new CopyRun(segment.IndexLength, segment.IndexSha256))]);
}
