using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Format;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;

namespace Workflows.Volumes.Backups;

/// <summary>
/// The earlier backup of a volume as it is handed over to whoever makes the next, and can't read the store: its
/// entries, and which of its packs are still there. Or why there is none.
/// </summary>
/// <remarks>
/// As a stream: the length of the header (four bytes, little-endian), the header in JSON, and the frames of the entries.
/// </remarks>
public sealed class ParentTree : IAsyncDisposable
{
    /// <summary>Some 150 bytes for each pack, as in the record.</summary>
    private const int MaxHeaderBytes = 1 << 30;

    private readonly ParentHeader header;
    private readonly SpooledTree? tree;

    internal ParentTree(ParentHeader header, SpooledTree? tree)
    {
        this.header = header;
        this.tree = tree;
    }

    /// <summary>The backup; null where there is none whose chunks are worth something.</summary>
    public string? Name => header.Name;

    /// <summary>Whether it is encrypted, so that only an encrypted backup can share its chunks.</summary>
    public bool IsEncrypted => header.IsEncrypted;

    /// <summary>The packs that its chunks lie in, by number; null for one that is not there any more.</summary>
    internal IReadOnlyList<PackEntry?> Packs => header.Packs;

    /// <summary>What is wrong with the earlier backup, in a sentence; null for nothing.</summary>
    internal string? Problem => header.Problem;

    /// <summary>Why the earlier backup is no help, though nothing is wrong with it; null for nothing.</summary>
    internal string? Note => header.Note;

    /// <summary>Reads what <see cref="WriteAsync"/> wrote.</summary>
    /// <param name="from">The stream; what comes after it is not touched.</param>
    /// <param name="folder">Where the entries take their room; null for where temporary files are.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WorkflowsException">
    /// It broke off or was changed on its way: <see cref="ErrorKind.Unavailable"/>, and worth another hand-over.
    /// </exception>
    /// <exception cref="IOException">There is no room for the entries, or the stream failed.</exception>
    public static async Task<ParentTree> OpenAsync(Stream from, string? folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        var read = await ReadHeaderAsync(from, cancellationToken);
        if (read.Name is null)
        {
            return new(read, tree: null);
        }

        var file = PrivateFile.Create(folder);
        try
        {
            await FillAsync(file, from, read, cancellationToken);
            return new(read, new(new(read.Name, "its list of entries", read.Length), file));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands it over.</summary>
    public async Task WriteAsync(Stream to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        var sent = tree is null ? header : header with { Length = tree.Length, Sha256 = await tree.HashAsync(cancellationToken) };
        var json = JsonSerializer.SerializeToUtf8Bytes(sent, ArchiveJson.Staged);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        await to.WriteAsync(length, cancellationToken);
        await to.WriteAsync(json, cancellationToken);
        if (tree is not null)
        {
            await tree.CopyToAsync(to, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => tree?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The entries in the order of their paths; none where there is no parent.</summary>
    /// <exception cref="VolumeDamagedException">They are none that any backup wrote.</exception>
    internal IAsyncEnumerable<TreeEntry> ReadAsync(CancellationToken cancellationToken) =>
        tree?.ReadAsync(cancellationToken) ?? AsyncEnumerable.Empty<TreeEntry>();

    /// <summary>How many bytes of chunks a pack has.</summary>
    internal long ContentLengthOf(PackEntry pack) => IsEncrypted ? SealedLength.OfPlain(pack.Length) : pack.Length;

    private static async Task<ParentHeader> ReadHeaderAsync(Stream from, CancellationToken cancellationToken)
    {
        try
        {
            var length = new byte[sizeof(int)];
            await from.ReadExactlyAsync(length, cancellationToken);
            var count = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (count is <= 0 or > MaxHeaderBytes)
            {
                throw BrokenOff("its header can't be as long as it says");
            }

            var json = new byte[count];
            await from.ReadExactlyAsync(json, cancellationToken);
            return JsonSerializer.Deserialize<ParentHeader>(json, ArchiveJson.Staged) ?? throw BrokenOff("its header is none");
        }
        catch (Exception broken) when (broken is EndOfStreamException or JsonException)
        {
            throw BrokenOff("its header is not whole", broken);
        }
    }

    private static async Task FillAsync(
        FileStream file, Stream from, ParentHeader header, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (var left = header.Length; left > 0;)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (read == 0)
            {
                throw BrokenOff($"{left} bytes of its entries are missing");
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != header.Sha256)
        {
            throw BrokenOff("its entries are not what was sent");
        }
    }

    private static WorkflowsException BrokenOff(string what, Exception? inner = null) => new(
        ErrorKind.Unavailable, $"The earlier backup of the volume was not handed over whole: {what}. Hand it over anew.", inner);
}
