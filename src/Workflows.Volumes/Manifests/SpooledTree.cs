using System.Security.Cryptography;
using Workflows.Archive.IO;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Reading;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Manifests;

/// <summary>
/// The entries of a backup in a private file without a name: what was held against its hash once is what is read, as
/// often as that may be, whatever happens in the store meanwhile.
/// </summary>
internal sealed class SpooledTree : IAsyncDisposable
{
    /// <summary>What the line of a directory has, and that of a further name; some others may have it, too.</summary>
    private static readonly byte[] DirectoryText = [.. "\"directory\""u8];
    private static readonly byte[] FurtherNameText = [.. "\"linkTo"u8];

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

    /// <param name="files">The backup's files.</param>
    /// <param name="folder">Where the file takes its room; null for where temporary files are.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="VolumeDamagedException">The tree is missing, or not what was written.</exception>
    /// <exception cref="IOException">There is no room for it.</exception>
    public static async Task<SpooledTree> OpenAsync(
        VolumeFiles files, string? folder, CancellationToken cancellationToken)
    {
        var spool = PrivateFile.Create(folder);
        try
        {
            await ReadAsync(files, spool, cancellationToken);
            return new(new(files.Record.Name, files.Record.Tree.Path, files.TreeLength), spool);
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

    /// <summary>The directories in the order of their paths, once all entries were read.</summary>
    /// <exception cref="VolumeDamagedException">They are none that any backup wrote.</exception>
    public IAsyncEnumerable<TreeEntry> ReadDirectoriesAsync(CancellationToken cancellationToken) =>
        ReadAsync(DirectoryText, entry => entry.Metadata.Kind == EntryKind.Directory, cancellationToken);

    /// <summary>The further names of what comes before, in the order of their paths, once all entries were read.</summary>
    /// <exception cref="VolumeDamagedException">They are none that any backup wrote.</exception>
    public IAsyncEnumerable<TreeEntry> ReadFurtherNamesAsync(CancellationToken cancellationToken) =>
        ReadAsync(FurtherNameText, entry => entry.LinkTo is not null, cancellationToken);

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

    /// <summary>Holds a tree against its hash without looking into it: for that no key is needed.</summary>
    /// <exception cref="VolumeDamagedException">It is missing, or not what was written.</exception>
    public static async Task RequireStoredAsync(VolumeFiles files, CancellationToken cancellationToken)
    {
        await using var stored = await files.OpenStoredAsync(files.Record.Tree.Path, cancellationToken);
        await using var hashed = new HashingReadStream(stored);
        await RequireWrittenAsync(files.Record, hashed, cancellationToken);
    }

    private IAsyncEnumerable<TreeEntry> ReadAsync(
        ReadOnlyMemory<byte> text, Func<TreeEntry, bool> isOne, CancellationToken cancellationToken)
    {
        file.Position = 0;
        return TreeReader.ReadThoseWithAsync(file, origin, text, cancellationToken).Where(isOne);
    }

    private static async Task ReadAsync(VolumeFiles files, FileStream spool, CancellationToken cancellationToken)
    {
        await using var stored = await files.OpenStoredAsync(files.Record.Tree.Path, cancellationToken);
        await using var hashed = new HashingReadStream(stored);
        await using var frames = await files.OpenTreeAsync(hashed, cancellationToken);
        var buffer = new byte[1 << 20];
        var length = 0L;
        try
        {
            for (int read; length <= files.TreeLength && (read = await frames.ReadAsync(buffer, cancellationToken)) > 0; length += read)
            {
                await spool.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch (InvalidDataException changed)
        {
            throw Damaged(files.Record, changed.Message, changed);
        }

        await RequireWrittenAsync(files.Record, hashed, cancellationToken);
    }

    /// <summary>Reads what is left of a stored tree, and holds all of it against its hash.</summary>
    private static async Task RequireWrittenAsync(
        VolumeRecord record, HashingReadStream stored, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 20];
        while (stored.Count <= record.Tree.Length && await stored.ReadAsync(buffer, cancellationToken) > 0)
        {
        }

        if (stored.Count > record.Tree.Length)
        {
            throw Damaged(record, $"it is longer than the {record.Tree.Length} bytes that were written");
        }

        if (stored.Sha256 is var sha256 && sha256 != record.Tree.Sha256)
        {
            throw Damaged(record, $"its SHA-256 is {sha256}, and {record.Tree.Sha256} was written");
        }
    }

    private static VolumeDamagedException Damaged(VolumeRecord record, string what, Exception? inner = null) =>
        new(record.Name, record.Tree.Path, what, inner);
}
