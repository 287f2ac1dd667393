using System.Security.Cryptography;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Tar;
using Workflows.Core.Backups;

namespace Workflows.Archive.Writing;

/// <summary>
/// Writes the part of an archive that one capture attempt read: tar entries in whole gzip members, and their index,
/// both staged as blocks. Nothing of it is part of an archive until <see cref="Committing.ArchiveCommit"/> says so;
/// a writer that is disposed without <see cref="CompleteAsync"/> leaves blocks that expire. Memory: one member and
/// two blocks for the archive, the same for the index. Not for concurrent calls.
/// </summary>
public sealed class SegmentWriter : IAsyncDisposable
{
    /// <summary>Above this a buffer that one huge object has grown is given back.</summary>
    private const int KeptBufferBytes = 8 * 1024 * 1024;

    private readonly int part;
    private readonly string attempt;
    private readonly DateTimeOffset entryTime;
    private readonly BlockStager data;
    private readonly BlockStager indexBlocks;
    private readonly IndexWriter index;
    private readonly List<PendingEntry> pending = [];
    private readonly PooledBuffer member = new();
    private long plainLength;
    private bool completed;

    /// <param name="store">The store.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="part">The part's number in the plan, 0 to 999,999.</param>
    /// <param name="attempt">
    /// A number that no other attempt has: it keeps overlapping attempts apart. Where the segment is encrypted its keys
    /// are derived from it, so it must be random and never be used for a second writer.
    /// </param>
    /// <param name="options">Null means the defaults.</param>
    /// <exception cref="InvalidBackupNameException">The name can't be a backup's.</exception>
    public SegmentWriter(IArchiveStore store, string backup, int part, Guid attempt, SegmentWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        BackupName.Validate(backup);
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, BlockId.MaxNumber);
        options ??= new SegmentWriterOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BlockBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BlockBytes, StoreLimits.MaxBlockBytes, nameof(options));

        this.part = part;
        this.attempt = attempt.ToString("N");
        entryTime = options.EntryTime;
        var paths = ArchivePaths.Of(backup, options.Key is not null);
        data = new BlockStager(
            store, paths.Tarball, part, this.attempt, options.BlockBytes, options.Key?.Cipher(PieceLabel.ArchiveSegment(part, this.attempt)));
        indexBlocks = new BlockStager(
            store, paths.Index, part, this.attempt, options.BlockBytes, options.Key?.Cipher(PieceLabel.IndexSegment(part, this.attempt)));
        index = new IndexWriter(indexBlocks);
    }

    /// <summary>How many objects were added.</summary>
    public int Objects { get; private set; }

    /// <summary>Adds one object.</summary>
    /// <param name="archived">What it is.</param>
    /// <param name="json">Its JSON, exactly as it is to be kept; it is copied before the call returns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UnsafeNameException">Its name could lead out of the archive's layout; the writer goes on.</exception>
    /// <exception cref="ObjectTooLargeException">
    /// It, or what the index would say of it, is larger than an archive takes; the writer goes on.
    /// </exception>
    /// <exception cref="Stores.Errors.StoreException">The store failed; this writer is done for.</exception>
    public ValueTask AddAsync(in ArchivedObject archived, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(completed, this);
        if (json.Length > ArchiveFormat.MaxObjectBytes)
            throw new ObjectTooLargeException(archived.Key, json.Length, ArchiveFormat.MaxObjectBytes);

        // All that may be refused is refused here: once in the member, an object can't be taken out again.
        var path = EntryPath.Of(archived.Key);
        IndexLine.RequireFits(archived, part);
        var offset = TarEntryWriter.Append(member, path, entryTime, json.Span);
        var hash = Convert.ToHexStringLower(SHA256.HashData(json.Span));
        pending.Add(new PendingEntry(archived, hash, offset, json.Length));
        Objects++;
        return member.Count < ArchiveFormat.MemberTargetBytes
            ? ValueTask.CompletedTask
            : new ValueTask(CloseMemberAsync(cancellationToken));
    }

    /// <summary>Stages what is left. The result is what the orchestration hands to the commit.</summary>
    public async Task<PartSegment> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(completed, this);
        await CloseMemberAsync(cancellationToken);
        await index.CloseMemberAsync(cancellationToken);
        completed = true;
        var dataHash = await data.CompleteAsync(cancellationToken);
        var indexHash = await indexBlocks.CompleteAsync(cancellationToken);
        return new PartSegment(
            part,
            attempt,
            data.Blocks,
            data.Length,
            dataHash.Packed,
            plainLength,
            indexBlocks.Blocks,
            indexBlocks.Length,
            indexHash.Packed,
            Objects)
        {
            Stored = dataHash.Stored is null || indexHash.Stored is null
                ? null
                : new StoredSegment(data.StoredLength, dataHash.Stored, indexBlocks.StoredLength, indexHash.Stored),
        };
    }

    public async ValueTask DisposeAsync()
    {
        completed = true;
        await data.DisposeAsync();
        await indexBlocks.DisposeAsync();
        index.Dispose();
        await member.DisposeAsync();
    }

    private async Task CloseMemberAsync(CancellationToken cancellationToken)
    {
        if (pending.Count == 0)
            return;

        var start = data.Length;
        var plain = member.Count;
        await data.AppendMemberAsync(member.Written, cancellationToken);
        var place = new MemberPlace(start, (int)(data.Length - start), plain);
        foreach (var entry in pending)
            await index.AppendAsync(entry.ToIndexEntry(part, place), cancellationToken);

        plainLength += plain;
        pending.Clear();
        member.Clear(KeptBufferBytes);
    }
}
