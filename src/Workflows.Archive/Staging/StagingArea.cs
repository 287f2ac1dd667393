using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Staging;

/// <summary>
/// Documents that activities leave for each other while a backup or a restore is at work: plans, lists of parts,
/// checkpoints. Too large for an orchestration's history, and of no use once the job is done. An attempt that may
/// overlap with another carries its own number in the document's name.
/// </summary>
public sealed class StagingArea
{
    private readonly IArchiveStore store;
    private readonly string prefix;
    private readonly string claim;
    private readonly StagedSeal? seal;

    private StagingArea(IArchiveStore store, string owner, string prefix, string claim, StagedSeal? seal)
    {
        ArgumentNullException.ThrowIfNull(store);
        BackupName.Validate(owner);
        this.store = store;
        this.prefix = prefix;
        this.claim = claim;
        this.seal = seal;
    }

    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="seal">What its documents are encrypted with; null leaves them in the clear.</param>
    public static StagingArea ForBackup(IArchiveStore store, string backup, StagedSeal? seal = null) =>
        new(store, backup, ArchiveLayout.BackupStaging(backup), ArchiveLayout.Reservation(backup), seal);

    /// <param name="store">The store.</param>
    /// <param name="restore">The restore's name.</param>
    /// <param name="seal">What its documents are encrypted with; null leaves them in the clear.</param>
    public static StagingArea ForRestore(IArchiveStore store, string restore, StagedSeal? seal = null) =>
        new(store, restore, ArchiveLayout.RestoreStaging(restore), ArchiveLayout.RestoreClaim(restore), seal);

    /// <summary>Writes a document, in place of one of that name.</summary>
    /// <param name="document">Its name, such as <c>plan.json</c> or <c>parts/000001.json</c>.</param>
    /// <param name="value">Its content.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task WriteAsync<T>(string document, T value, CancellationToken cancellationToken = default)
    {
        var content = await SerializeAsync(document, value);
        await store.WriteAsync(prefix + document, content, WriteCondition.None, cancellationToken);
    }

    /// <summary>Writes a document unless there is one.</summary>
    /// <returns>Whether it was written; false when the document was there.</returns>
    public async Task<bool> TryCreateAsync<T>(string document, T value, CancellationToken cancellationToken = default)
    {
        try
        {
            var content = await SerializeAsync(document, value);
            await store.WriteAsync(prefix + document, content, WriteCondition.IfAbsent, cancellationToken);
            return true;
        }
        catch (StoreConflictException)
        {
            return false;
        }
    }

    /// <summary>Reads a document; the type's default when there is none.</summary>
    /// <exception cref="StagedDocumentDamagedException">It can't be read as that type.</exception>
    public Task<T?> FindAsync<T>(string document, CancellationToken cancellationToken = default) =>
        StagedJson.FindAsync<T>(store, prefix + document, cancellationToken, seal);

    /// <summary>Reads a document that must be there.</summary>
    /// <exception cref="BlobNotFoundException">It is not.</exception>
    /// <exception cref="StagedDocumentDamagedException">It can't be read as that type.</exception>
    public async Task<T> ReadAsync<T>(string document, CancellationToken cancellationToken = default)
        where T : class =>
        await FindAsync<T>(document, cancellationToken) ?? throw new BlobNotFoundException(store.Location, prefix + document);

    /// <summary>The names of the documents that start so, in order.</summary>
    public IAsyncEnumerable<string> ListAsync(string start = "", CancellationToken cancellationToken = default) =>
        store.ListAsync(prefix + start, cancellationToken).Select(blob => blob.Path[prefix.Length..]);

    public Task DeleteAsync(string document, CancellationToken cancellationToken = default) =>
        store.DeleteAsync(prefix + document, cancellationToken);

    /// <summary>Deletes everything here, what holds the name last: until then nobody else may use it.</summary>
    public Task ClearAsync(CancellationToken cancellationToken = default) =>
        ClearAsync(_ => Task.CompletedTask, cancellationToken);

    /// <summary>The same for one who may have lost the name without knowing.</summary>
    /// <param name="requireHeldAsync">Throws when somebody else holds the name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task ClearAsync(Func<CancellationToken, Task> requireHeldAsync, CancellationToken cancellationToken)
    {
        var documents = await store.ListAsync(prefix, cancellationToken)
            .Select(blob => blob.Path)
            .Where(path => path != claim)
            .ToListAsync(cancellationToken);

        // Asked after they were listed: they are the caller's, then, and their names carry numbers of its attempts,
        // which nobody else will use.
        await requireHeldAsync(cancellationToken);
        foreach (var document in documents)
            await store.DeleteAsync(document, cancellationToken);

        await requireHeldAsync(cancellationToken);
        await store.DeleteAsync(claim, cancellationToken);
    }

    private async Task<byte[]> SerializeAsync<T>(string document, T value)
    {
        var plain = StagedJson.Serialize(value);
        return seal is null ? plain : await seal.SealAsync(prefix + document, plain);
    }
}
