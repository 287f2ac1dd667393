using System.Runtime.CompilerServices;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;

namespace Workflows.Archive.Reading;

/// <summary>The backups of a store.</summary>
/// <param name="store">The store.</param>
public sealed class BackupCatalog(IArchiveStore store)
{
    private const string Extension = ".json";

    /// <summary>Every backup, by name; one whose manifest can't be read comes with the reason instead of it.</summary>
    public async IAsyncEnumerable<CatalogEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var name in NamesAsync(cancellationToken))
        {
            if (await ReadAsync(name, cancellationToken) is { } entry)
                yield return entry;
        }
    }

    /// <summary>The names of all backups, in order; nothing is opened.</summary>
    public IAsyncEnumerable<string> NamesAsync(CancellationToken cancellationToken = default) => store
        .ListAsync(ArchiveLayout.Manifests, cancellationToken)
        .Select(blob => blob.Path[ArchiveLayout.Manifests.Length..])
        .Where(file => file.EndsWith(Extension, StringComparison.Ordinal))
        .Select(file => file[..^Extension.Length])
        .Where(BackupName.IsValid);

    /// <summary>What a backup says about itself without a key; null when there is none.</summary>
    /// <exception cref="ArchiveDamagedException">It is damaged.</exception>
    /// <exception cref="ArchiveVersionException">A newer program wrote it.</exception>
    public async Task<BackupOverview?> FindAsync(string backup, CancellationToken cancellationToken = default)
    {
        BackupName.Validate(backup);
        return (await ManifestStore.FindAsync(store, backup, cancellationToken))?.Overview;
    }

    private async Task<CatalogEntry?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            // Null: deleted since its name was listed.
            var manifest = await ManifestStore.FindAsync(store, name, cancellationToken);
            return manifest is null ? null : new CatalogEntry(name, manifest.Overview, Problem: null);
        }
        catch (Exception error) when (error is ArchiveDamagedException or ArchiveVersionException or ArchiveEncryptedException)
        {
            return new CatalogEntry(name, Overview: null, (WorkflowsException)error);
        }
    }
}

/// <summary>A backup in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Overview">What it says about itself; null when its manifest can't be read.</param>
/// <param name="Problem">Why it can't be read; null when it can.</param>
public sealed record CatalogEntry(string Name, BackupOverview? Overview, WorkflowsException? Problem);
