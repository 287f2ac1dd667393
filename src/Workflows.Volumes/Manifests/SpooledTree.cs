using System.Security.Cryptography;
using Workflows.Archive.Stores;
using Workflows.Volumes.Errors;

namespace Workflows.Volumes.Manifests;

/// <summary>
/// The entries of a backup in a private file without a name: what was held against its hash once is what is read, as
/// often as that may be, whatever happens in the store meanwhile.
/// </summary>
internal sealed class SpooledTree : IAsyncDisposable
{
    private readonly VolumeRecord record;
    private readonly FileStream file;

    private SpooledTree(VolumeRecord record, FileStream file)
    {
        this.record = record;
        this.file = file;
    }

    /// <exception cref="VolumeDamagedException">The tree is missing, or not what was written.</exception>
    /// <exception cref="IOException">There is no room for it where temporary files are.</exception>
    public static async Task<SpooledTree> OpenAsync(
        IArchiveStore store, VolumeRecord record, CancellationToken cancellationToken)
    {
        var spooled = new SpooledTree(record, Create());
        try
        {
            await spooled.FillAsync(store, cancellationToken);
            return spooled;
        }
        catch
        {
            await spooled.DisposeAsync();
            throw;
        }
    }

    /// <summary>The entries in the order of their paths. One reading ends before the next begins.</summary>
    /// <exception cref="VolumeDamagedException">They are none that any backup wrote.</exception>
    public IAsyncEnumerable<TreeEntry> ReadAsync(CancellationToken cancellationToken)
    {
        file.Position = 0;
        return TreeReader.ReadAsync(file, record, cancellationToken);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var created = new FileStream(Path.Combine(Path.GetTempPath(), $"workflows-{Guid.NewGuid():N}.tree"), options);
        if (!OperatingSystem.IsWindows())
        {
            // Without a name it goes with this process, however that ends.
            File.Delete(created.Name);
        }

        return created;
    }

    private async Task FillAsync(IArchiveStore store, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        var length = 0L;
        await using (var stream = await TreeReader.OpenAsync(store, record, cancellationToken))
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if ((length += read) > record.Tree.Length)
                {
                    throw Damaged($"it is longer than the {record.Tree.Length} bytes that were written");
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (sha256 != record.Tree.Sha256)
        {
            throw Damaged($"its SHA-256 is {sha256}, and {record.Tree.Sha256} was written");
        }
    }

    private VolumeDamagedException Damaged(string what) => new(record.Name, record.Tree.Path, what);
}
