using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Reading;

/// <summary>The files that a backup consists of: as they are stored, and what they hold.</summary>
/// <param name="store">The store that has them.</param>
/// <param name="record">The backup.</param>
/// <param name="keys">The keys of an encrypted backup; null for one in the clear, or where only stored bytes are read.</param>
internal sealed class VolumeFiles(IArchiveStore store, VolumeRecord record, AttemptKeys? keys)
{
    private readonly VolumeLayout layout = new(record.Volume);

    public VolumeRecord Record => record;

    /// <summary>Whether what the files hold can be read.</summary>
    public bool IsReadable => record.Encryption is null || keys is not null;

    /// <summary>Where a pack lies in the store.</summary>
    public string PathOf(PackEntry pack) => layout.Pack(pack.Name);

    /// <summary>A file as it is stored.</summary>
    /// <exception cref="VolumeDamagedException">It is missing.</exception>
    public async Task<Stream> OpenStoredAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await store.OpenReadAsync(path, cancellationToken: cancellationToken);
        }
        catch (BlobNotFoundException missing)
        {
            throw new VolumeDamagedException(record.Name, path, "it is missing", missing);
        }
    }

    /// <summary>The frames of the tree, from the stored file; proven as they are read where they are encrypted.</summary>
    /// <exception cref="VolumeDamagedException">It can't be opened.</exception>
    public async Task<Stream> OpenTreeAsync(HashingReadStream stored, CancellationToken cancellationToken)
    {
        if (record.Encryption is null)
        {
            return stored;
        }

        try
        {
            return await KeyOf(VolumeLayout.AttemptOfTree(record.Tree.Path))
                .OpenReadAsync(record.Tree.Path, stored, record.Tree.Length, cancellationToken);
        }
        catch (InvalidDataException changed)
        {
            throw new VolumeDamagedException(record.Name, record.Tree.Path, changed.Message, changed);
        }
    }

    /// <summary>How many bytes of frames the tree has.</summary>
    public long TreeLength => record.Encryption is null ? record.Tree.Length : SealedLength.OfPlain(record.Tree.Length);

    /// <summary>All chunks of a pack, one behind the other; fewer where the file was cut, and none is where it was.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="buffers">Has the room: what is returned lies in a buffer of it, or in one of its own.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="VolumeDamagedException">It is missing, or not what was sealed there.</exception>
    public async Task<ArraySegment<byte>> ReadPackAsync(
        PackEntry pack, BufferPool buffers, CancellationToken cancellationToken)
    {
        var length = checked((int)pack.Length);
        var buffer = record.Encryption is null && length <= PackWriter.TargetLength ? buffers.Rent() : new byte[length];
        try
        {
            await using var stream = await OpenStoredAsync(PathOf(pack), cancellationToken);
            var read = await stream.ReadAtLeastAsync(
                buffer.AsMemory(0, length), length, throwOnEndOfStream: false, cancellationToken);
            return record.Encryption is null ? new ArraySegment<byte>(buffer, 0, read) : Open(pack, read == length ? buffer : buffer[..read]);
        }
        catch
        {
            buffers.Return(buffer);
            throw;
        }
    }

    /// <summary>What a sealed pack holds.</summary>
    /// <exception cref="VolumeDamagedException">It is not what was sealed there.</exception>
    public byte[] Open(PackEntry pack, byte[] stored)
    {
        try
        {
            return KeyOf(VolumeLayout.AttemptOfPack(pack.Name)).Open(PathOf(pack), stored);
        }
        catch (InvalidDataException changed)
        {
            throw new VolumeDamagedException(record.Name, PathOf(pack), changed.Message, changed);
        }
    }

    /// <exception cref="KeyNeededException">It was not given.</exception>
    private AttemptKey KeyOf(string attempt) =>
        keys?.Find(attempt) ?? throw new KeyNeededException($"The volume backup \"{record.Name}\"", keyId: null);
}
