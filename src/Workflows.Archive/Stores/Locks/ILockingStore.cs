using Workflows.Archive.Stores.Errors;
using Workflows.Core.Retention;

namespace Workflows.Archive.Stores.Locks;

/// <summary>
/// A store that keeps blobs from being deleted or changed itself, so that not even who may delete there can do so early.
/// A store without this leaves locks to those who ask this program. Safe for concurrent use.
/// </summary>
public interface ILockingStore
{
    /// <summary>What keeps each blob whose path starts with a prefix, in the order of <see cref="IArchiveStore.ListAsync"/>.</summary>
    /// <param name="prefix">Any string.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StoreLocksUnsupportedException">The store is of a kind that has locks, and has none.</exception>
    IAsyncEnumerable<BlobLock> ListLocksAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>What keeps a blob; null where there is no such blob.</summary>
    /// <param name="path">The blob.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<BlobLock?> FindLockAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps a blob until a time, by the store's clock and to the second that follows. What was seen is only extended,
    /// never shortened; where it is enough already, nothing is done. Of two who look at the same time and want different
    /// times the one who writes last has his: who wants the longer one looks again.
    /// </summary>
    /// <param name="seen">What keeps it, as it was looked at.</param>
    /// <param name="until">Until when; later than now.</param>
    /// <param name="mode">Whether that can be taken back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether anything was to be done.</returns>
    /// <exception cref="BlobNotFoundException">There is no such blob.</exception>
    /// <exception cref="StoreAccessDeniedException">The credential is not good for locks.</exception>
    /// <exception cref="StoreLocksUnsupportedException">The store is of a kind that has locks, and has none.</exception>
    Task<bool> LockAsync(
        BlobLock seen, DateTimeOffset until, DeleteLockMode mode, CancellationToken cancellationToken = default);

    /// <summary>Puts a blob under a legal hold, or lifts that; what is so already stays so.</summary>
    /// <param name="path">The blob.</param>
    /// <param name="isHeld">Whether it is to be held.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BlobNotFoundException">There is no such blob.</exception>
    /// <exception cref="StoreAccessDeniedException">The credential is not good for holds.</exception>
    /// <exception cref="StoreLocksUnsupportedException">The store is of a kind that has holds, and has none.</exception>
    Task SetHoldAsync(string path, bool isHeld, CancellationToken cancellationToken = default);
}
