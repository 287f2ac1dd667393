using Workflows.Archive.Encryption;
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
    /// <summary>Verifies a backup.</summary>
    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="key">The key of an encrypted backup; null checks the stored bytes only, and says so.</param>
    /// <param name="depth">How much is looked at.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArchiveNotFoundException">There is no such backup.</exception>
    /// <exception cref="ArchiveVersionException">A newer program wrote it: it can't be judged.</exception>
    /// <exception cref="ArchiveEncryptedException">It is encrypted in an unknown way: it can't be judged.</exception>
    /// <exception cref="Encryption.Errors.WrongKeyException">It is encrypted with another key.</exception>
    /// <exception cref="Encryption.Errors.NotEncryptedException">It is not encrypted, and a key was given.</exception>
    public static async Task<VerifyReport> VerifyAsync(
        IArchiveStore store,
        string backup,
        IKeyEncryption? key = null,
        VerifyDepth depth = VerifyDepth.Full,
        IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        BackupName.Validate(backup);
        try
        {
            var stored = await ManifestStore.FindAsync(store, backup, cancellationToken)
                ?? throw new ArchiveNotFoundException(store.Location, backup);
            return stored.Sealed is { } head
                ? await VerifySealedAsync(store, stored, head, key, depth, progress, cancellationToken)
                : await VerifyAsync(await OpenedArchive.OpenAsync(store, stored, key, cancellationToken), depth, progress, cancellationToken);
        }
        catch (ArchiveDamagedException damage)
        {
            return new VerifyReport(backup, Manifest: null, [new VerifyProblem(damage.Where, damage.What)], 0, 0);
        }
    }

    private static async Task<VerifyReport> VerifySealedAsync(
        IArchiveStore store,
        StoredManifest stored,
        SealedManifest head,
        IKeyEncryption? key,
        VerifyDepth depth,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancellationToken)
    {
        var findings = new Findings(head.Name, head.Files.Sum(f => f.Length), progress);
        try
        {
            if (key is not null)
            {
                var archive = await OpenedArchive.OpenAsync(store, stored, key, cancellationToken);
                return await VerifyAsync(archive, depth, progress, cancellationToken);
            }
        }
        catch (ArchiveDamagedException damage)
        {
            // It can't be opened: what can be told without is told.
            findings.Add(damage);
        }

        await new StoredFileVerifier(store, head, findings).VerifyAsync(cancellationToken);
        return findings.ToReport(manifest: null) with { NotChecked = StoredFileVerifier.NotChecked };
    }

    private static async Task<VerifyReport> VerifyAsync(
        OpenedArchive archive, VerifyDepth depth, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        var (manifest, files) = archive;
        var findings = new Findings(manifest.Name, manifest.Archive.Length, progress);
        var content = new ArchiveContent(files, manifest);
        await new FrameVerifier(files, content, manifest, findings).VerifyAsync(cancellationToken);
        await VerifySegmentsAsync(files, content, manifest, findings, depth, cancellationToken);
        return findings.ToReport(manifest);
    }

    private static async Task VerifySegmentsAsync(
        IBlobReader files,
        ArchiveContent content,
        ArchiveManifest manifest,
        Findings findings,
        VerifyDepth depth,
        CancellationToken cancellationToken)
    {
        var index = new IndexReader(files, manifest.Name, manifest.Index.Path);
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
