using System.Collections.Concurrent;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Containers;

/// <summary>
/// A container as the holder of a grant has it. What the grant does not allow is refused here already, with a
/// <see cref="StoreAccessDeniedException"/>, so that it fails in every store alike; the store itself would refuse it as
/// well where it knows who asks.
/// <para>
/// Who may only create can't look whether a write whose answer was lost has happened. A write that finds its name
/// taken is therefore taken for done where an earlier try of the same path, by this object, may have been: names in a
/// granted container must be nobody else's, such as random ones.
/// </para>
/// </summary>
public sealed class GrantedStore : IArchiveStore
{
    private readonly Func<StoreGrant, IArchiveStore> open;
    private readonly TimeProvider timeProvider;

    /// <summary>Paths whose writes ended without saying whether they happened.</summary>
    private readonly ConcurrentDictionary<string, bool> doubtful = new(StringComparer.Ordinal);

    private volatile IArchiveStore inner;
    private StoreGrant grant;

    internal GrantedStore(StoreGrant grant, Func<StoreGrant, IArchiveStore> open, TimeProvider timeProvider)
    {
        this.grant = grant;
        this.open = open;
        this.timeProvider = timeProvider;
        inner = open(grant);
    }

    public Uri Location => inner.Location;

    /// <summary>What the grant allows.</summary>
    public StoreAccess Access => grant.Access;

    /// <summary>When the grant ends, by the store's clock; null for never.</summary>
    public DateTimeOffset? ExpiresAt => Volatile.Read(ref grant).ExpiresAt;

    /// <summary>Goes on with another grant of the same container; calls that run end with the one they began with.</summary>
    /// <exception cref="StoreAddressException">It is of another container, or allows something else.</exception>
    public void Renew(StoreGrant renewed)
    {
        ArgumentNullException.ThrowIfNull(renewed);
        if (renewed.Location != grant.Location || renewed.Access != grant.Access)
            throw new StoreAddressException($"a grant of {grant.Location} can't be renewed by one of {renewed.Location}, or of other rights");
        inner = open(renewed);
        Volatile.Write(ref grant, renewed);
    }

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) =>
        Reader(path).FindAsync(path, cancellationToken);

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        Reader(path).OpenReadAsync(path, offset, length, cancellationToken);

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        var writer = Writer(path, condition);
        return CreateAsync(path, content.Length, () => writer.WriteAsync(path, content, condition, cancellationToken));
    }

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        throw Refused(prefix);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw Refused(path);

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Writer(path, WriteCondition.IfAbsent).StageBlockAsync(path, blockId, content, cancellationToken);

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        Writer(path, condition).CommitBlocksAsync(path, blockIds, condition, cancellationToken);

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) =>
        Writer(path, WriteCondition.IfAbsent).DiscardBlocksAsync(path, cancellationToken);

    private async Task<StoredBlob> CreateAsync(string path, long length, Func<Task<StoredBlob>> create)
    {
        try
        {
            var written = await create();
            doubtful.TryRemove(path, out _);
            return written;
        }
        catch (StoreConflictException error) when (error.MayBeOwn || doubtful.ContainsKey(path))
        {
            // Its tag can't be seen, and nobody with this grant could use one.
            return new StoredBlob(path, length, "", timeProvider.GetUtcNow());
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            doubtful[path] = true;
            throw;
        }
    }

    private IArchiveStore Reader(string path) => Access == StoreAccess.ReadOnly ? inner : throw Refused(path);

    private IArchiveStore Writer(string path, WriteCondition condition) =>
        Access == StoreAccess.CreateOnly && condition.MustBeAbsent ? inner : throw Refused(path);

    private StoreAccessDeniedException Refused(string path) => new(Location, path, advice: Access == StoreAccess.CreateOnly
        ? "The grant is to create blobs that are not there, and for nothing else."
        : "The grant is to read blobs by their names, and for nothing else.");
}
