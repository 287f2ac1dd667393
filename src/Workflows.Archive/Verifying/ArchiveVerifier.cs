using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Verifying;

/// <summary>
/// Reads a backup whole and names everything that is wrong with it. Streams: memory holds one gzip member, and a few
/// dozen bytes per object to notice one that is there twice.
/// </summary>
public static class ArchiveVerifier
{
    /// <exception cref="ArchiveNotFoundException">There is no such backup.</exception>
    /// <exception cref="ArchiveVersionException">A newer program wrote it: it can't be judged.</exception>
    /// <exception cref="ArchiveEncryptedException">It is encrypted: it can't be judged.</exception>
    public static async Task<VerifyReport> VerifyAsync(
        IArchiveStore store,
        string backup,
        VerifyDepth depth = VerifyDepth.Full,
        IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        BackupName.Validate(backup);
        ArchiveManifest? manifest;
        try
        {
            manifest = await ManifestStore.FindAsync(store, backup, cancellationToken)
                ?? throw new ArchiveNotFoundException(store.Location, backup);
        }
        catch (ArchiveDamagedException damage)
        {
            return new VerifyReport(backup, Manifest: null, [new VerifyProblem(damage.Where, damage.What)], 0, 0);
        }

        var findings = new Findings(manifest, progress);
        var content = new ArchiveContent(store, manifest);
        await new FrameVerifier(store, content, manifest, findings).VerifyAsync(cancellationToken);
        await VerifySegmentsAsync(store, content, manifest, findings, depth, cancellationToken);
        return findings.ToReport();
    }

    private static async Task VerifySegmentsAsync(
        IArchiveStore store,
        ArchiveContent content,
        ArchiveManifest manifest,
        Findings findings,
        VerifyDepth depth,
        CancellationToken cancellationToken)
    {
        var index = new IndexReader(store, manifest.Name);
        var catalogue = new CatalogueVerifier(manifest, findings);
        var verifier = new SegmentVerifier(content, index, catalogue, findings, depth);
        var isWholeIndex = true;
        foreach (var segment in manifest.Archive.Segments)
            isWholeIndex &= await verifier.VerifyAsync(segment, cancellationToken);

        // Numbers of a damaged index would only repeat in other words that it is damaged.
        if (isWholeIndex)
            catalogue.CompareTotals();
    }
}
