using System.Security.Cryptography;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Volumes;

/// <summary>The keys of volumes in a store, each wrapped by a user's key in an envelope of its own.</summary>
public static class VolumeKeys
{
    /// <summary>
    /// The key of a volume: made where there is none yet, wrapped and stored before it is given out. Of any number of
    /// callers that find none, one makes it, and all get that.
    /// </summary>
    /// <param name="store">The store that has the records.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="wrapping">The user's key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WrongKeyException">Another key of the user's wrapped it.</exception>
    /// <exception cref="WorkflowsException">The envelope is not what was written: <see cref="ErrorKind.Damaged"/>.</exception>
    public static async Task<VolumeKey> CreateAsync(
        IArchiveStore store, string volume, IKeyEncryption wrapping, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(wrapping);
        var owner = EnvelopeOwner.Volume(volume);
        while (true)
        {
            await MakeAsync(store, owner, wrapping, cancellationToken);
            try
            {
                return await OpenAsync(store, volume, wrapping, title: null, cancellationToken);
            }
            catch (WorkflowsException missing) when (missing.Kind == ErrorKind.Damaged)
            {
                // It may have gone meanwhile, with the last backup that needed it.
                if (await store.FindAsync(owner.Path, cancellationToken) is not null)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>
    /// Deletes the key of a volume that has no backups any more. A backup that begins meanwhile, and was given the key,
    /// keeps it.
    /// </summary>
    /// <param name="store">The store that has the records.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="isUnusedAsync">Looks, once it is deleted, whether nobody began to use it.</param>
    /// <param name="cancellationToken">Ends the call, up to where it is deleted.</param>
    public static async Task DeleteAsync(
        IArchiveStore store, string volume, Func<Task<bool>> isUnusedAsync, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(isUnusedAsync);
        var path = EnvelopeOf(volume);
        if (await store.FindAsync(path, cancellationToken) is null)
        {
            return;
        }

        byte[] envelope;
        try
        {
            envelope = await SmallBlobs.ReadAsync(store, path, EnvelopeFile.MaxBytes, cancellationToken);
        }
        catch (BlobNotFoundException)
        {
            return;
        }

        await store.DeleteAsync(path, CancellationToken.None);
        if (await isUnusedAsync())
        {
            return;
        }

        try
        {
            await store.WriteAsync(path, envelope, WriteCondition.IfAbsent, CancellationToken.None);
        }
        catch (StoreConflictException)
        {
            // Whoever came has made another one.
        }
    }

    /// <summary>The key of a volume that has encrypted backups.</summary>
    /// <param name="store">The store that has the records.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="wrapping">The user's key; null throws, and names the key that is needed.</param>
    /// <param name="title">What needs it, as a sentence begins; null for the volume.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KeyNeededException">No key was given.</exception>
    /// <exception cref="WrongKeyException">Another key of the user's wrapped it.</exception>
    /// <exception cref="WorkflowsException">
    /// The envelope is missing or not what was written: <see cref="ErrorKind.Damaged"/>.
    /// </exception>
    public static async Task<VolumeKey> OpenAsync(
        IArchiveStore store,
        string volume,
        IKeyEncryption? wrapping,
        string? title = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var owner = EnvelopeOwner.Volume(volume, title);
        return new(volume, await KeyEnvelopes.OpenAsync(store, owner, backupUid: null, wrapping, cancellationToken));
    }

    private static async Task MakeAsync(
        IArchiveStore store, EnvelopeOwner owner, IKeyEncryption wrapping, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(owner.Path, cancellationToken) is not null)
        {
            return;
        }

        var made = new BackupKey(Guid.NewGuid(), RandomNumberGenerator.GetBytes(BackupKey.Bytes));
        var document = await EnvelopeFile.SealAsync(owner, made, wrapping, cancellationToken);
        try
        {
            await store.WriteAsync(owner.Path, document, WriteCondition.IfAbsent, cancellationToken);
        }
        catch (StoreConflictException)
        {
            // Somebody else made one meanwhile, or this did and the answer was lost: what is there counts.
        }
    }

    /// <summary>Where the wrapped key of a volume lies.</summary>
    public static string EnvelopeOf(string volume) => ArchiveLayout.VolumeKeyEnvelope(volume);

    /// <summary>The volumes whose keys are wrapped, by name.</summary>
    public static IAsyncEnumerable<string> ListAsync(IArchiveStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        const string Extension = ".json";
        return store
            .ListAsync(ArchiveLayout.VolumeKeyEnvelopes, cancellationToken)
            .Select(blob => blob.Path[ArchiveLayout.VolumeKeyEnvelopes.Length..])
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal))
            .Select(file => file[..^Extension.Length])
            .Where(name => StorePath.IsSegment(name));
    }
}
