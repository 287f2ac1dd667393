using System.Security.Cryptography;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Volumes.Errors;

namespace Workflows.Volumes.Manifests;

/// <summary>
/// The entries of a backup in a private file without a name: what was held against its hash once is what is read, as
/// often as that may be, whatever happens in the store meanwhile.
/// </summary>
internal sealed class SpooledTree : IAsyncDisposable
{
    private readonly TreeOrigin origin;
    private readonly FileStream file;

    /// <param name="origin">What it is of.</param>
    /// <param name="file">Its frames, all of them proven; taken over.</param>
    internal SpooledTree(TreeOrigin origin, FileStream file)
    {
        this.origin = origin;
        this.file = file;
    }

    /// <summary>How many bytes its frames have.</summary>
    public long Length => origin.Length;

    /// <param name="store">The store that has it.</param>
    /// <param name="record">The backup.</param>
    /// <param name="folder">Where the file takes its room; null for where temporary files are.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="VolumeDamagedException">The tree is missing, or not what was written.</exception>
    /// <exception cref="IOException">There is no room for it.</exception>
    public static async Task<SpooledTree> OpenAsync(
        IArchiveStore store, VolumeRecord record, string? folder, CancellationToken cancellationToken)
    {
        var spool = PrivateFile.Create(folder);
        try
        {
            await FillAsync(spool, store, record, cancellationToken);
            return new(new(record.Name, record.Tree.Path, record.Tree.Length), spool);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    /// <summary>The entries in the order of their paths. One reading ends before the next begins.</summary>
    /// <exception cref="VolumeDamagedException">They are none that any backup wrote.</exception>
    public IAsyncEnumerable<TreeEntry> ReadAsync(CancellationToken cancellationToken)
    {
        file.Position = 0;
        return TreeReader.ReadAsync(file, origin, cancellationToken);
    }

    /// <summary>The SHA-256 of the frames, lower-case hexadecimal.</summary>
    public async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Writes the frames.</summary>
    public Task CopyToAsync(Stream to, CancellationToken cancellationToken)
    {
        file.Position = 0;
        return file.CopyToAsync(to, cancellationToken);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static async Task FillAsync(
        FileStream spool, IArchiveStore store, VolumeRecord record, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        var length = 0L;
        await using (var stream = await OpenStoredAsync(store, record, cancellationToken))
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if ((length += read) > record.Tree.Length)
                {
                    throw Damaged(record, $"it is longer than the {record.Tree.Length} bytes that were written");
                }

                hash.AppendData(buffer, 0, read);
                await spool.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (sha256 != record.Tree.Sha256)
        {
            throw Damaged(record, $"its SHA-256 is {sha256}, and {record.Tree.Sha256} was written");
        }
    }

    private static async Task<Stream> OpenStoredAsync(
        IArchiveStore store, VolumeRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await store.OpenReadAsync(record.Tree.Path, cancellationToken: cancellationToken);
        }
        catch (BlobNotFoundException missing)
        {
            throw new VolumeDamagedException(record.Name, record.Tree.Path, "it is missing", missing);
        }
    }

    private static VolumeDamagedException Damaged(VolumeRecord record, string what) =>
        new(record.Name, record.Tree.Path, what);
}
