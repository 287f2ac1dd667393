using System.IO.Compression;
using Workflows.Archive.Deleting;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Verifying;
using Workflows.Cli.Errors;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Stores;

/// <summary>The backups of a store, as documents.</summary>
internal sealed class StoredBackups
{
    private readonly IArchiveStore store;
    private readonly BackupCatalog catalog;

    public StoredBackups(string address)
    {
        Address = address;
        store = ArchiveStores.Open(address);
        catalog = new BackupCatalog(store);
    }

    /// <summary>What a store holds under a backup's name.</summary>
    internal enum Trace
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
    public async Task<StoredBackup> RequireAsync(string name, CancellationToken cancellationToken) =>
        new((await ArchiveReader.OpenAsync(store, name, cancellationToken)).Manifest);

    /// <summary>The names of the backups, in order.</summary>
    public async Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken) =>
        await catalog.NamesAsync(cancellationToken).ToListAsync(cancellationToken);

    /// <summary>The backups, and the names that runs hold.</summary>
    public async Task<IReadOnlyList<BackupDocument>> ListAsync(CancellationToken cancellationToken)
    {
        var backups = new List<BackupDocument>();
        await foreach (var entry in catalog.ListAsync(cancellationToken))
        {
            backups.Add(entry.Manifest is { } manifest
                ? new StoredBackup(manifest).Document
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
        var reader = await ArchiveReader.OpenAsync(store, name, cancellationToken);
        var objects = details
            ? await reader.ReadIndexAsync(cancellationToken)
                .Select(item => new ObjectDocument(item.Entry.Resource, item.Entry.Namespace, item.Entry.Name))
                .ToListAsync(cancellationToken)
            : null;
        return new StoredBackup(reader.Manifest).Describe(Address, objects);
    }

    public async Task<IReadOnlyList<string>> ReadLogsAsync(string name, CancellationToken cancellationToken)
    {
        _ = await RequireAsync(name, cancellationToken);
        await using var packed = await store.OpenReadAsync(ArchiveLayout.Logs(name), cancellationToken: cancellationToken);
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Reads the whole backup and names everything that is wrong with it.</summary>
    public async Task<VerificationDocument> VerifyAsync(string name, CancellationToken cancellationToken)
    {
        var report = await ArchiveVerifier.VerifyAsync(store, name, cancellationToken: cancellationToken);
        return new VerificationDocument(
            name,
            report.IsIntact,
            report.Objects,
            report.Bytes,
            [.. report.Problems.Select(problem => new DamageDocument(problem.Where, problem.What))]);
    }

    /// <summary>The archive: one plain <c>.tar.gz</c>.</summary>
    public async Task<Stream> OpenArchiveAsync(string name, CancellationToken cancellationToken)
    {
        var reader = await ArchiveReader.OpenAsync(store, name, cancellationToken);
        return await store.OpenReadAsync(reader.Manifest.Archive.Path, cancellationToken: cancellationToken);
    }

    public async Task<Trace> FindForDeletionAsync(string name, CancellationToken cancellationToken)
    {
        BackupName.Validate(name);

        // By its file: a backup whose manifest is damaged must be deletable too.
        if (await store.FindAsync(ArchiveLayout.Manifest(name), cancellationToken) is not null)
        {
            return Trace.Backup;
        }

        return await store.ListAsync(ArchiveLayout.BackupStaging(name), cancellationToken).AnyAsync(cancellationToken)
            || await store.ListAsync(ArchiveLayout.VeleroFolder(name), cancellationToken).AnyAsync(cancellationToken)
                ? Trace.Remains
                : Trace.None;
    }

    /// <param name="name">The backup.</param>
    /// <param name="host">This machine, for others to read while it is at work.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call; what is left is removed by the next.</param>
    public Task<bool> DeleteAsync(string name, string host, DateTimeOffset now, CancellationToken cancellationToken) =>
        ArchiveDeletion.DeleteAsync(
            store, name, new ReservationOwner($"delete-{name}", host, now, Guid.NewGuid()), cancellationToken);

    private async IAsyncEnumerable<string> ReservedAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Folder = "staging/backups/";
        await foreach (var blob in store.ListAsync(Folder, cancellationToken))
        {
            if (blob.Path[Folder.Length..].Split('/') is [var name, _] && blob.Path == ArchiveLayout.Reservation(name))
            {
                yield return name;
            }
        }
    }
}
