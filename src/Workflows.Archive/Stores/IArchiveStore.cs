using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores;

/// <summary>
/// Where archives live: named blobs, written whole or assembled from staged blocks. Everything that a call
/// acknowledges survives the death of the process and of the machine. Safe for concurrent use, also by several
/// processes.
/// <para>
/// A path is segments of <c>A-Z a-z 0-9 . _ -</c> joined by <c>/</c>, see <see cref="StorePath"/>; other paths are
/// refused with <see cref="StorePathException"/>. Failures of the store itself are
/// <see cref="StoreException"/>s.
/// </para>
/// </summary>
public interface IArchiveStore : IBlobReader
{
    /// <summary>The store's address, without credentials.</summary>
    Uri Location { get; }

    /// <summary>Writes a small blob whole: readers see the old content or the new, never a part.</summary>
    /// <exception cref="StoreConflictException">The condition does not hold; nothing was changed.</exception>
    Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default);

    /// <summary>Begins a blob that comes bit by bit. A store that can puts it where it belongs as it comes.</summary>
    /// <param name="path">The blob.</param>
    /// <param name="capacity">How many bytes it will have at most, all of which may have to be in memory for a while.</param>
    IBlobWriter OpenWrite(string path, int capacity) => new BufferedBlobWriter(this, path, capacity);

    /// <summary>
    /// The blobs whose paths start with the prefix (any string), in order: those of one folder in ordinal order of
    /// their paths, and folders whole, one after the other.
    /// </summary>
    /// <remarks>
    /// Nobody may rely on how two folders follow each other where one's name begins the other's. By ordinal order
    /// <c>a-b/…</c> comes before <c>a/…</c>, since <c>-</c> and <c>.</c> come before <c>/</c>; that is how folders and
    /// accounts of Azure Storage list, but those with a hierarchical namespace go folder by folder and give <c>a/…</c>
    /// first. Sorting would take a whole list's memory, and all who need an order read a single folder.
    /// </remarks>
    IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a blob, and what is staged for it where the store can (see <see cref="DiscardBlocksAsync"/>); deleting
    /// what is not there succeeds.
    /// </summary>
    Task DeleteAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a block for a later commit. It is no part of the blob until then; staging the same id again replaces
    /// it. Blocks that are never committed may vanish after a week.
    /// </summary>
    /// <param name="path">The blob it is staged for.</param>
    /// <param name="blockId">1 to 48 characters of <c>A-Z a-z 0-9 -</c>; all ids of a path have the same length.</param>
    /// <param name="content">At least one byte, at most <see cref="StoreLimits.MaxBlockBytes"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the blob out of staged blocks, in the given order, in one step. Afterwards nothing is staged for the
    /// path, whether it was used or not.
    /// </summary>
    /// <exception cref="BlocksMissingException">Some blocks are not staged; nothing was changed.</exception>
    /// <exception cref="StoreConflictException">The condition does not hold; nothing was changed.</exception>
    Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default);

    /// <summary>Drops what is staged for a path where the store can; elsewhere it expires by itself.</summary>
    Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default);
}
