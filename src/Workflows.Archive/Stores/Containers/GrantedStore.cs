using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Containers;

/// <summary>
/// A container as the holder of a grant has it. What the grant does not allow is refused here already, with a
/// <see cref="StoreAccessDeniedException"/>, so that it fails in every store alike; the store itself would refuse it as
/// well where it knows who asks. A call that meets the grant's end fails with that exception too, and
/// <see cref="StoreAccessDeniedException.IsExpired"/> says so: it may be repeated after <see cref="Renew"/>.
/// <para>
/// Who may only create can't look whether a write whose answer was lost has happened. A write that finds its name taken
/// is therefore taken for done where an earlier try of the same path, by this object, may have been: names in a granted
/// container must be nobody else's, such as random ones, and have one content. What was written has an empty tag then.
/// </para>
/// </summary>
public sealed class GrantedStore : IArchiveStore, IDisposable
{
    private readonly GrantOpening opening;
    private volatile Opened opened;

    internal GrantedStore(StoreGrant grant, GrantOpening opening)
    {
        this.opening = opening;
        opened = Open(grant);
    }

    public Uri Location => opened.Grant.Location;

    /// <summary>What the grant allows.</summary>
    public StoreAccess Access => opened.Grant.Access;

    /// <summary>When the grant ends, by the store's clock; null for never.</summary>
    public DateTimeOffset? ExpiresAt => opened.Grant.ExpiresAt;

    /// <summary>
    /// Goes on with another grant of the same container. What runs ends with the one that it began with, reads that
    /// are open included.
    /// </summary>
    /// <exception cref="StoreAddressException">It is of another container, or allows something else.</exception>
    public void Renew(StoreGrant renewed)
    {
        ArgumentNullException.ThrowIfNull(renewed);
        if (renewed.Location != Location || renewed.Access != Access)
            throw new StoreAddressException($"a grant of {Location} can't be renewed by one of {renewed.Location}, nor by one of other rights");
        opened = Open(renewed);
    }

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) =>
        Reader(path).FindAsync(path, cancellationToken);

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        Reader(path).OpenReadAsync(path, offset, length, cancellationToken);

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default) =>
        Creator(path, condition).CreateAsync(path, content, cancellationToken);

    /// <summary>No grant allows it.</summary>
    /// <exception cref="StoreAccessDeniedException">Always.</exception>
    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        throw Refused(prefix);

    /// <summary>No grant allows it.</summary>
    /// <exception cref="StoreAccessDeniedException">Always.</exception>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw Refused(path);

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Creator(path).StageBlockAsync(path, blockId, content, cancellationToken);

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        Creator(path, condition).CommitBlocksAsync(path, blockIds, cancellationToken);

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) =>
        Creator(path).DiscardBlocksAsync(path, cancellationToken);

    /// <summary>Removes what was gathered on this machine.</summary>
    public void Dispose() => opening.Dispose();

    private Opened Open(StoreGrant grant) => grant.Access == StoreAccess.CreateOnly
        ? new(grant, null, opening.OpenCreator(grant))
        : new(grant, opening.OpenReader(grant), null);

    private IBlobReader Reader(string path) => opened.Reader ?? throw Refused(path);

    private IBlobCreator Creator(string path) => opened.Creator ?? throw Refused(path);

    private IBlobCreator Creator(string path, WriteCondition condition) =>
        condition.MustBeAbsent ? Creator(path) : throw Refused(path);

    private StoreAccessDeniedException Refused(string path) => new(Location, path, advice: Access == StoreAccess.CreateOnly
        ? "The grant is to create blobs that are not there, and for nothing else."
        : "The grant is to read blobs by their names, and for nothing else.");

    private sealed record Opened(StoreGrant Grant, IBlobReader? Reader, IBlobCreator? Creator);
}
