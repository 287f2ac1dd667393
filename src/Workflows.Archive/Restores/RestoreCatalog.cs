using System.Runtime.CompilerServices;
using System.Text.Json;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// The records of restores in a store: how each went, and what became of each object. Of a restore from an encrypted
/// backup, objects, selection, cluster and messages take the key.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="key">The user's key, where one is given: then a record in the clear is refused.</param>
public sealed class RestoreCatalog(IArchiveStore store, IKeyEncryption? key = null)
{
    private const string Ending = ".json";

    /// <summary>Far above what a report can come to.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Whether a name is free.</summary>
    /// <exception cref="WorkflowsException">A restore of this name is recorded: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task RequireNewAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await store.FindAsync(ArchiveLayout.RestoreRecord(name), cancellationToken) is not null)
        {
            throw Exists(name);
        }
    }

    /// <summary>The record of a restore, if it was written before; null if there is none.</summary>
    /// <exception cref="WorkflowsException">Another restore has the name: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task<RestoreOverview?> FindAsRecordedAsync(
        string name, Guid backupUid, DateTimeOffset startedAt, CancellationToken cancellationToken = default) =>
        await FindOverviewAsync(name, cancellationToken) is not { } recorded ? null
            : recorded.BackupUid == backupUid && recorded.StartedAt == startedAt ? recorded
            : throw Exists(name);

    /// <summary>What can be told of a restore without a key; null when there is none.</summary>
    /// <exception cref="WorkflowsException">It can't be read: <see cref="ErrorKind.Damaged"/>.</exception>
    public async Task<RestoreOverview?> FindOverviewAsync(string name, CancellationToken cancellationToken = default) =>
        (await FindStoredAsync(name, cancellationToken))?.Overview;

    /// <summary>The whole record of a restore; null when there is none.</summary>
    /// <exception cref="KeyNeededException">It is encrypted, and no key was given.</exception>
    /// <exception cref="WrongKeyException">It is encrypted with another key.</exception>
    /// <exception cref="NotEncryptedException">It is in the clear, and a key was given.</exception>
    /// <exception cref="WorkflowsException">It can't be read: <see cref="ErrorKind.Damaged"/>.</exception>
    public async Task<RestoreReport?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await FindStoredAsync(name, cancellationToken) is not { } stored)
        {
            return null;
        }

        var opened = await OpenAsync(stored, cancellationToken);
        try
        {
            return opened is null ? stored.Plain : RestoreRecordFile.Unseal(stored.Sealed!, opened);
        }
        catch (Exception changed) when (changed is InvalidDataException or JsonException)
        {
            throw Damaged(name, changed);
        }
    }

    /// <summary>The id of the key that a restore's record needs; null where it needs none.</summary>
    /// <exception cref="WorkflowsException">There is no such record, or it can't be read.</exception>
    public async Task<string?> FindKeyIdAsync(string name, CancellationToken cancellationToken = default) =>
        await FindEnvelopeAsync(name, cancellationToken) is { } envelope
            ? (await KeyEnvelopes.ReadAsync(store, envelope, cancellationToken)).KeyId
            : null;

    /// <summary>Where the key of a restore's record is; null where it needs none, or there is no record.</summary>
    internal async Task<EnvelopeOwner?> FindEnvelopeAsync(string name, CancellationToken cancellationToken) =>
        (await FindStoredAsync(name, cancellationToken))?.Envelope;

    /// <summary>The files that a restore's record names; none where there is no record.</summary>
    internal async Task<IReadOnlyList<string>> FindFilesAsync(string name, CancellationToken cancellationToken) =>
        await FindStoredAsync(name, cancellationToken) is not { } stored ? []
            : stored.Envelope is { } envelope ? [stored.Outcomes, envelope.Path] : [stored.Outcomes];

    /// <summary>The names of the restores recorded, in order.</summary>
    public IAsyncEnumerable<string> NamesAsync(CancellationToken cancellationToken = default) => store
        .ListAsync(ArchiveLayout.RestoreRecords, cancellationToken)
        .Select(blob => blob.Path[ArchiveLayout.RestoreRecords.Length..])
        .Where(file => file.EndsWith(Ending, StringComparison.Ordinal))
        .Select(file => file[..^Ending.Length])
        .Where(BackupName.IsValid);

    /// <summary>All restores recorded, by name; one whose record can't be read comes with the reason instead of it.</summary>
    public async IAsyncEnumerable<RestoreEntry> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var name in NamesAsync(cancellationToken))
        {
            if (await FindEntryAsync(name, cancellationToken) is { } entry)
            {
                yield return entry;
            }
        }
    }

    /// <summary>What became of each object of a restore, in the order of its waves.</summary>
    /// <exception cref="BlobNotFoundException">There is no such record.</exception>
    /// <exception cref="KeyNeededException">It is encrypted, and no key was given.</exception>
    /// <exception cref="WrongKeyException">It is encrypted with another key.</exception>
    /// <exception cref="WorkflowsException">It can't be read: <see cref="ErrorKind.Damaged"/>.</exception>
    public async IAsyncEnumerable<ObjectOutcome> ReadOutcomesAsync(
        string name, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stored = await FindStoredAsync(name, cancellationToken)
            ?? throw new BlobNotFoundException(store.Location, ArchiveLayout.RestoreRecord(name));
        var file = new RestoreOutcomesFile(store, name, stored.Outcomes, await OpenAsync(stored, cancellationToken));
        await foreach (var outcome in file.ReadAsync(cancellationToken))
        {
            yield return outcome;
        }
    }

    /// <summary>The key of a record; null where it is in the clear.</summary>
    private async Task<BackupKey?> OpenAsync(StoredRestore stored, CancellationToken cancellationToken) => stored.Envelope is { } envelope
        ? await KeyEnvelopes.OpenAsync(store, envelope, stored.Overview.BackupUid, key, cancellationToken)
        : key is null ? null : throw new NotEncryptedException($"The record of restore \"{stored.Overview.Name}\"");

    private async Task<RestoreEntry?> FindEntryAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            // Null: deleted since its name was listed.
            return await FindOverviewAsync(name, cancellationToken) is { } overview ? new(name, overview, Problem: null) : null;
        }
        catch (WorkflowsException damaged) when (damaged.Kind is ErrorKind.Damaged)
        {
            return new(name, Overview: null, damaged);
        }
    }

    private async Task<StoredRestore?> FindStoredAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await SmallBlobs.ReadAsync(store, ArchiveLayout.RestoreRecord(name), MaxBytes, cancellationToken);
            return RestoreRecordFile.Read(name, bytes);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidDataException)
        {
            throw Damaged(name, malformed);
        }
    }

    private WorkflowsException Damaged(string name, Exception inner) => new(
        ErrorKind.Damaged, $"The record of restore '{name}' in {store.Location} can't be read.", inner);

    private WorkflowsException Exists(string name) => new(
        ErrorKind.Conflict,
        $"A restore named '{name}' is recorded in {store.Location}; choose another name, or delete that record first "
        + $"with: workflows restore delete {name}");
}

/// <summary>A restore in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Overview">What its record tells without a key; null when that can't be read.</param>
/// <param name="Problem">Why it can't be read; null when it can.</param>
public sealed record RestoreEntry(string Name, RestoreOverview? Overview, WorkflowsException? Problem);
