using System.IO.Compression;
using Workflows.Api.Documents;
using Workflows.Api.Errors;
using Workflows.Archive.Deleting;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;

namespace Workflows.Api.Stores;

/// <summary>The backups of a store, as documents.</summary>
public sealed class StoredBackups
{
    private readonly IArchiveStore store;
    private readonly BackupCatalog catalog;

    private readonly GivenKey? given;

    /// <param name="address">The store.</param>
    /// <param name="given">The key of its encrypted backups, where one was given.</param>
    public StoredBackups(string address, GivenKey? given = null)
    {
        Address = address;
        this.given = given;
        store = ArchiveStores.Open(address);
        catalog = new BackupCatalog(store);
    }

    /// <summary>What a store holds under a backup's name.</summary>
    public enum Trace
    {
        None,

        /// <summary>What a run left that did not come to its end.</summary>
        Remains,

        Backup,
    }

    public string Address { get; }

    /// <exception cref="RunConflictException">There is a backup of this name, or a run holds the name.</exception>
    public async Task ThrowIfExistsAsync(string name, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(name, cancellationToken) is { } manifest)
        {
            throw new RunConflictException(
                $"Backup '{name}' exists in {Address} since {manifest.CompletedAt:u}. Choose another name, or delete "
                + $"it first with 'workflows backup delete {name}'.");
        }

        if (await BackupReservation.FindAsync(store, name, cancellationToken) is { } owner)
        {
            throw new RunConflictException(
                $"Backup '{name}' is being made on {owner.Host} since {owner.StartedAt:u}. If that was interrupted, "
                + $"'workflows resume' there continues it, and 'workflows backup delete {name}' abandons it.");
        }
    }

    /// <exception cref="Archive.Errors.ArchiveNotFoundException">There is no such backup.</exception>
    /// <exception cref="Archive.Encryption.Errors.KeyNeededException">It is encrypted, and no key was given.</exception>
    /// <exception cref="Archive.Encryption.Errors.WrongKeyException">It is encrypted with another key.</exception>
    public async Task<StoredBackup> RequireAsync(string name, CancellationToken cancellationToken)
    {
        var reader = await OpenAsync(name, cancellationToken);
        return new StoredBackup(reader.Overview, reader.Manifest);
    }

    /// <summary>What a backup says without a key.</summary>
    /// <exception cref="Archive.Errors.ArchiveNotFoundException">There is no such backup.</exception>
    public async Task<BackupDocument> RequireOverviewAsync(string name, CancellationToken cancellationToken) =>
        StoredBackup.DocumentOf(
            await catalog.FindAsync(name, cancellationToken) ?? throw new ArchiveNotFoundException(store.Location, name));

    /// <summary>What a list says of one backup, or of a run that holds its name; null where there is neither.</summary>
    public async Task<BackupDocument?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await catalog.FindAsync(name, cancellationToken) is { } overview)
            {
                return StoredBackup.DocumentOf(overview);
            }
        }
        catch (Exception unreadable) when (unreadable is ArchiveDamagedException or ArchiveVersionException)
        {
            return new BackupDocument(name, BackupDocument.Damaged);
        }

        return await BackupReservation.FindAsync(store, name, cancellationToken) is { } owner
            ? new BackupDocument(name, BackupDocument.InProgress) { CreatedAt = owner.StartedAt }
            : null;
    }

    /// <summary>Opens a backup, with the key that was given if it needs one.</summary>
    public async Task<ArchiveReader> OpenAsync(string name, CancellationToken cancellationToken) =>
        await ArchiveReader.OpenAsync(store, name, await FindKeyAsync(name, cancellationToken), cancellationToken);

    /// <summary>The names of the backups, in order.</summary>
    public async Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken) =>
        await catalog.NamesAsync(cancellationToken).ToListAsync(cancellationToken);

    /// <summary>The backups, and the names that runs hold.</summary>
    public async Task<IReadOnlyList<BackupDocument>> ListAsync(CancellationToken cancellationToken)
    {
        var backups = new List<BackupDocument>();
        await foreach (var entry in catalog.ListAsync(cancellationToken))
        {
            backups.Add(entry.Overview is { } overview
                ? StoredBackup.DocumentOf(overview)
                : new BackupDocument(entry.Name, BackupDocument.Damaged));
        }

        var done = backups.Select(backup => backup.Name).ToHashSet(StringComparer.Ordinal);
        await foreach (var name in ReservedAsync(cancellationToken))
        {
            if (!done.Contains(name) && await BackupReservation.FindAsync(store, name, cancellationToken) is { } owner)
            {
                backups.Add(new BackupDocument(name, BackupDocument.InProgress) { CreatedAt = owner.StartedAt });
            }
        }

        return backups;
    }

    public async Task<BackupDescriptionDocument> DescribeAsync(
        string name, bool details, CancellationToken cancellationToken)
    {
        var reader = await OpenAsync(name, cancellationToken);
        var objects = details
            ? await reader.ReadIndexAsync(cancellationToken)
                .Select(item => new ObjectDocument(item.Entry.Resource, item.Entry.Namespace, item.Entry.Name))
                .ToListAsync(cancellationToken)
            : null;
        var keyId = reader.Overview.IsEncrypted ? await KeyEnvelopes.FindKeyIdAsync(store, name, cancellationToken) : null;
        return new StoredBackup(reader.Overview, reader.Manifest).Describe(Address, keyId, objects) with
        {
            Protection = await new BackupProtection(Address, TimeProvider.System).FindAsync(name, cancellationToken),
        };
    }

    public async Task<IReadOnlyList<string>> ReadLogsAsync(string name, CancellationToken cancellationToken)
    {
        var backup = await OpenAsync(name, cancellationToken);
        using var packed = new MemoryStream(await backup.FindDocumentAsync(ArchiveLayout.LogsName(name), cancellationToken) ?? []);
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The archive: one plain <c>.tar.gz</c>.</summary>
    public async Task<Stream> OpenArchiveAsync(string name, CancellationToken cancellationToken)
    {
        var reader = await OpenAsync(name, cancellationToken);
        return await reader.OpenArchiveAsync(cancellationToken);
    }

    public async Task<Trace> FindForDeletionAsync(string name, CancellationToken cancellationToken)
    {
        BackupName.Validate(name);

        // By its file: a backup whose manifest is damaged must be deletable too.
        if (await store.FindAsync(ArchiveLayout.Manifest(name), cancellationToken) is not null)
        {
            return Trace.Backup;
        }

        return await ArchiveDeletion.AnythingLeftAsync(store, name, cancellationToken) ? Trace.Remains : Trace.None;
    }

    /// <param name="name">The backup.</param>
    /// <param name="host">This machine, for others to read while it is at work.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call; what is left is removed by the next.</param>
    public Task<bool> DeleteAsync(string name, string host, DateTimeOffset now, CancellationToken cancellationToken) =>
        ArchiveDeletion.DeleteAsync(
            store, name, new ReservationOwner($"delete-{name}", host, now, Guid.NewGuid()), cancellationToken);

    /// <summary>
    /// A key that was named for this command must be needed. One that lies ready for all commands is for the backups
    /// that need one.
    /// </summary>
    public async Task<IKeyEncryption?> FindKeyAsync(string name, CancellationToken cancellationToken)
    {
        if (given is not { IsForAll: true })
        {
            return given?.Key;
        }

        try
        {
            return await catalog.FindAsync(name, cancellationToken) is { IsEncrypted: true } ? given.Key : null;
        }
        catch (ArchiveDamagedException)
        {
            // Whoever opens the backup next says so in full.
            return null;
        }
    }

    private async IAsyncEnumerable<string> ReservedAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in store.ListAsync(ArchiveLayout.BackupStagings, cancellationToken))
        {
            if (blob.Path[ArchiveLayout.BackupStagings.Length..].Split('/') is [var name, _] && blob.Path == ArchiveLayout.Reservation(name))
            {
                yield return name;
            }
        }
    }
}
