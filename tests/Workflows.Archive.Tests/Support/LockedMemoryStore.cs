using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Retention;

namespace Workflows.Archive.Tests.Support;

/// <summary>A store in memory that keeps locks and holds itself, in its containers too, and passes their suite.</summary>
/// <param name="now">The store's clock.</param>
public sealed class LockedMemoryStore(Func<DateTimeOffset> now) : IArchiveStore, ILockingStore, IContainerStore
{
    private readonly ConcurrentDictionary<string, BlobLock> locks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LockedMemoryStore> containers = new(StringComparer.Ordinal);

    public MemoryStore Inner { get; } = new();

    public Uri Location => Inner.Location;

    /// <summary>Runs before a blob is locked or held; it may throw.</summary>
    public Action<string>? BeforeLock { get; set; }

    /// <summary>How often something was locked or held that was not so before.</summary>
    public int Changes { get; private set; }

    /// <summary>Everything that is locked or held, by its path; in a container behind its name.</summary>
    public IReadOnlyDictionary<string, BlobLock> All => locks
        .Concat(containers.SelectMany(each => each.Value.All.Select(one => KeyValuePair.Create($"{each.Key}:{one.Key}", one.Value))))
        .ToDictionary(StringComparer.Ordinal);

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) =>
        Inner.FindAsync(path, cancellationToken);

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        Inner.OpenReadAsync(path, offset, length, cancellationToken);

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default) =>
        Inner.WriteAsync(path, content, condition, cancellationToken);

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        Inner.ListAsync(prefix, cancellationToken);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        if (locks.TryGetValue(path, out var found) && found.Keeps(now()))
        {
            var until = found.IsHeld ? null : found.Until;
            throw new StoreProtectedException(
                Location, path, until is null ? "a legal hold keeps it" : $"it is locked until {until.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
            {
                Until = until,
            };
        }

        await Inner.DeleteAsync(path, cancellationToken);
        locks.TryRemove(path, out _);
    }

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Inner.StageBlockAsync(path, blockId, content, cancellationToken);

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        Inner.CommitBlocksAsync(path, blockIds, condition, cancellationToken);

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) =>
        Inner.DiscardBlocksAsync(path, cancellationToken);

    public async IAsyncEnumerable<BlobLock> ListLocksAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var blob in Inner.ListAsync(prefix, cancellationToken))
            yield return LockOf(blob.Path);
    }

    public async Task<BlobLock?> FindLockAsync(string path, CancellationToken cancellationToken = default) =>
        await Inner.FindAsync(path, cancellationToken) is null ? null : LockOf(path);

    public async Task<bool> LockAsync(
        BlobLock seen, DateTimeOffset until, DeleteLockMode mode, CancellationToken cancellationToken = default)
    {
        if (!seen.IsLessThan(until, mode))
            return false;
        await RequireAsync(seen.Path, cancellationToken);
        locks[seen.Path] = LockOf(seen.Path) with
        {
            Until = seen.Until > until ? seen.Until : until,
            Mode = mode > seen.Mode ? mode : seen.Mode,
        };
        Changes++;
        return true;
    }

    public async Task SetHoldAsync(string path, bool isHeld, CancellationToken cancellationToken = default)
    {
        await RequireAsync(path, cancellationToken);
        locks[path] = LockOf(path) with { IsHeld = isHeld };
        Changes++;
    }

    public Task<IArchiveStore> OpenContainerAsync(string name, bool create, CancellationToken cancellationToken = default)
    {
        if (!containers.TryGetValue(name, out var container))
        {
            if (!create)
                throw new StoreNotFoundException(Location, name);
            containers[name] = container = new LockedMemoryStore(now) { BeforeLock = path => BeforeLock?.Invoke($"{name}:{path}") };
        }

        return Task.FromResult<IArchiveStore>(container);
    }

    public Task<IReadOnlyList<string>> ListContainersAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<string>>([.. containers.Keys]);

    public Task<StoreGrant> GrantAsync(
        string name, StoreAccess access, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nobody is granted anything in memory.");

    private BlobLock LockOf(string path) =>
        locks.GetValueOrDefault(path) ?? new BlobLock(path, Until: null, DeleteLockMode.Unlocked, IsHeld: false);

    private async Task RequireAsync(string path, CancellationToken cancellationToken)
    {
        BeforeLock?.Invoke(path);
        if (await Inner.FindAsync(path, cancellationToken) is null)
            throw new BlobNotFoundException(Location, path);
    }
}
