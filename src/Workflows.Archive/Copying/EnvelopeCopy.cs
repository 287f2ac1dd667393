using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Archive.Copying;

/// <summary>Copies wrapped keys from store to store; nobody needs to open them for that.</summary>
public static class EnvelopeCopy
{
    /// <summary>Copies the key of a volume's encrypted backups, unless the target has that key.</summary>
    /// <param name="source">The backup that needs it.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="to">The store that is to have it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WorkflowsException">
    /// The target has backups of the volume that are encrypted with another key: <see cref="ErrorKind.Conflict"/>. Or the
    /// envelope is damaged or gone.
    /// </exception>
    public static async Task CopyVolumeKeyAsync(
        CopySource source, string volume, IArchiveStore to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        var owner = EnvelopeOwner.Volume(volume);
        var bytes = await ReadAsync(source, owner, cancellationToken);
        if (!await TryWriteAsync(to, owner, bytes, cancellationToken))
        {
            throw new WorkflowsException(
                ErrorKind.Conflict,
                $"The store {to.Location} has encrypted backups of volume \"{volume}\" of its own, with another key than those in "
                + $"{source.Store.Location}: backup \"{source.Backup}\" can't be copied beside them. Copy it to another store or prefix.");
        }
    }

    /// <exception cref="WorkflowsException">It is damaged or gone.</exception>
    internal static async Task<byte[]> ReadAsync(CopySource source, EnvelopeOwner owner, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await SmallBlobs.ReadAsync(source.Store, owner.Path, EnvelopeFile.MaxBytes, cancellationToken);
            _ = EnvelopeFile.Read(owner, bytes);
            return bytes;
        }
        catch (BlobNotFoundException)
        {
            throw await source.MissingAsync(owner.Path, cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw owner.Damaged(error.Message, error);
        }
    }

    /// <summary>Writes an envelope unless there is one; whichever user's key wraps the one that is there.</summary>
    /// <returns>Whether the key in the one that is there now is the same.</returns>
    internal static async Task<bool> TryWriteAsync(
        IArchiveStore to, EnvelopeOwner owner, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await to.WriteAsync(owner.Path, bytes, WriteCondition.IfAbsent, cancellationToken);
            return true;
        }
        catch (StoreConflictException)
        {
            var there = await SmallBlobs.ReadAsync(to, owner.Path, EnvelopeFile.MaxBytes, cancellationToken);
            return EnvelopeFile.Read(owner, there).BackupUid == EnvelopeFile.Read(owner, bytes).BackupUid;
        }
    }
}
