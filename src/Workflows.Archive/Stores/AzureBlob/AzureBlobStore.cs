using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Retention;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// A store in a container of Azure Blob Storage, below a prefix. The container must be there: how it is protected is
/// decided by who creates it.
/// <list type="bullet">
/// <item>Blocks are staged under the blob's own name. Which of them a commit takes is the caller's choice; a commit
/// that does not happen leaves them all, one that does drops the rest.</item>
/// <item>Blocks can't be dropped without replacing their blob, so <see cref="DiscardBlocksAsync"/> leaves them to
/// expire after a week, and <see cref="DeleteAsync"/> too where the blob was never committed. They are in no list
/// and in nobody's way: block ids carry their attempt.</item>
/// <item>Blocks that the blob is made of already may be committed to it again.</item>
/// <item>A write whose answer was lost finds its own first try in the way, and knows it by a mark on the blob. Who may
/// create and not read (a signature can be such) can't look, and gets a <see cref="StoreConflictException"/>: under a
/// name that nobody else can have, that is the own blob.</item>
/// <item>Its containers are others of the same account, which takes the account's key or an identity with rights in the
/// whole account.</item>
/// <item>A deletion is not undone: where the account keeps versions or what was deleted for a while, that is seen by nobody
/// here. A blob that a policy or a hold keeps is not deleted, and says until when.</item>
/// <item>There are no leases: whoever must be alone asks so by a condition, and a lease would outlive its holder.</item>
/// </list>
/// </summary>
public sealed class AzureBlobStore : IArchiveStore, IContainerStore, ILockingStore
{
    private readonly BlobContainerClient container;
    private readonly string root;
    private readonly AzureBlobErrors errors;
    private readonly AzureBlobContainers containers;
    private readonly AzureBlobLocks locks;
    private readonly TimeProvider timeProvider;
    private readonly bool hasIdentity;

    /// <param name="container">The container, with its credential.</param>
    /// <param name="prefix">What the names of all blobs start with, without the slash that follows; empty for nothing.</param>
    /// <param name="timeProvider">Clock; null means the system's.</param>
    /// <param name="hasIdentity">
    /// Whether the container's credential is an Azure identity, which can sign grants; the client does not tell.
    /// </param>
    public AzureBlobStore(
        BlobContainerClient container, string prefix = "", TimeProvider? timeProvider = null, bool hasIdentity = false)
        : this(container, prefix, timeProvider, hasIdentity, endsAt: null)
    {
    }

    /// <summary>The same with a credential that ends at a time, by the service's clock.</summary>
    internal AzureBlobStore(
        BlobContainerClient container, string prefix, TimeProvider? timeProvider, bool hasIdentity, DateTimeOffset? endsAt)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(prefix);
        this.container = container;
        this.hasIdentity = hasIdentity;
        this.timeProvider = timeProvider ?? TimeProvider.System;
        root = prefix.Length == 0 ? "" : prefix + "/";

        // A client that was made with a signed URI shows it: the query must not be passed on.
        Location = new UriBuilder(container.Uri)
        {
            Query = "",
            Fragment = "",
            UserName = "",
            Password = "",
            Path = $"{container.Uri.AbsolutePath.TrimEnd('/')}/{prefix}".TrimEnd('/'),
        }.Uri;
        errors = new AzureBlobErrors(Location, container.AccountName, container.Name, this.timeProvider, endsAt);
        containers = new AzureBlobContainers(container, prefix, Location, hasIdentity, this.timeProvider);
        locks = new AzureBlobLocks(container, root, errors, this.timeProvider);
    }

    public Uri Location { get; }

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        var blob = Blob(path);
        return GuardAsync<StoredBlob?>(
            path,
            async token =>
            {
                try
                {
                    return Describe(path, (await blob.GetPropertiesAsync(cancellationToken: token)).Value);
                }
                catch (RequestFailedException error) when (AzureBlobErrors.IsBlobMissing(error))
                {
                    return null;
                }
            },
            cancellationToken);
    }

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        var blob = Blob(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        return GuardAsync<Stream>(
            path,
            async token => await AzureBlobReadStream.OpenAsync(blob, path, offset, length, errors, timeProvider, token),
            cancellationToken);
    }

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        var blob = Blob(path);
        return GuardAsync(
            path,
            async token =>
            {
                var mark = WriteMark.Create();
                try
                {
                    // One request, whatever the length: the client cuts what is not shorter than this into blocks whose
                    // ids are their offsets, and those of two writers at once would end up in one blob.
                    var written = await container.GetBlobClient(blob.Name).UploadAsync(
                        BinaryData.FromBytes(content),
                        new BlobUploadOptions
                        {
                            Conditions = Conditions(condition),
                            Metadata = mark.Metadata,
                            TransferOptions = new() { InitialTransferSize = content.Length + 1L },
                        },
                        token);
                    return Describe(path, content.Length, written.Value);
                }
                catch (RequestFailedException error) when (AzureBlobErrors.IsConditionFailed(error, condition))
                {
                    return await FindOwnInTheWayAsync(blob, path, mark, condition, token);
                }
            },
            cancellationToken,
            content.Length);
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        string? next = null;
        do
        {
            var page = await GuardAsync(prefix, token => ListPageAsync(prefix, next, token), cancellationToken);
            next = page.ContinuationToken;
            foreach (var item in page.Values)
            {
                // Others may keep blobs here whose names are none of ours.
                var path = item.Name[root.Length..];
                if (path.Split('/').All(segment => StorePath.IsSegment(segment))
                    && !IsFolder(item)
                    && item.Properties.ContentLength is { } length)
                {
                    yield return Describe(path, length, item.Properties.ETag.GetValueOrDefault(), item.Properties.LastModified.GetValueOrDefault());
                }
            }
        }
        while (!string.IsNullOrEmpty(next));
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        var blob = Blob(path);
        return GuardAsync(
            path,
            async token =>
            {
                try
                {
                    await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: token);
                    return true;
                }
                catch (RequestFailedException error) when (AzureBlobErrors.IsBlobMissing(error))
                {
                    return false;
                }
                catch (RequestFailedException error) when (AzureBlobErrors.IsImmutable(error))
                {
                    throw await locks.ProtectedAsync(blob, path, token);
                }
            },
            cancellationToken);
    }

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var blob = Blob(path);
        StorePath.ValidateBlockId(blockId);
        if (content.Length is 0 or > StoreLimits.MaxBlockBytes)
            throw new ArgumentOutOfRangeException(nameof(content), content.Length, "A block has 1 byte to 100 MiB.");
        return GuardAsync(
            path,
            async token =>
            {
                await using var body = BinaryData.FromBytes(content).ToStream();
                return await blob.StageBlockAsync(AzureBlockId.Of(blockId), body, cancellationToken: token);
            },
            cancellationToken,
            content.Length);
    }

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        var blob = Blob(path);
        ArgumentNullException.ThrowIfNull(blockIds);
        foreach (var blockId in blockIds)
            StorePath.ValidateBlockId(blockId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockIds.Count, StoreLimits.MaxBlocksPerBlob, nameof(blockIds));
        return GuardAsync(
            path,
            async token =>
            {
                var mark = WriteMark.Create();
                try
                {
                    var options = new CommitBlockListOptions { Conditions = Conditions(condition), Metadata = mark.Metadata };
                    await blob.CommitBlockListAsync(blockIds.Select(AzureBlockId.Of), options, token);
                    return await FindOwnAsync(blob, path, mark, condition, token);
                }
                catch (RequestFailedException error) when (AzureBlobErrors.IsConditionFailed(error, condition))
                {
                    return await FindOwnInTheWayAsync(blob, path, mark, condition, token);
                }
                catch (RequestFailedException error) when (AzureBlobErrors.AreBlocksMissing(error))
                {
                    throw new BlocksMissingException(Location, path, await FindMissingAsync(blob, blockIds, token));
                }
            },
            cancellationToken);
    }

    /// <summary>Leaves them to expire: dropping them would take a write that a protected container never lets go of.</summary>
    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        return Task.CompletedTask;
    }

    public Task<IArchiveStore> OpenContainerAsync(string name, bool create, CancellationToken cancellationToken = default) =>
        containers.OpenAsync(name, create, cancellationToken);

    public Task<IReadOnlyList<string>> ListContainersAsync(CancellationToken cancellationToken = default) =>
        containers.ListAsync(cancellationToken);

    public Task<StoreGrant> GrantAsync(
        string name, StoreAccess access, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
        containers.GrantAsync(name, access, lifetime, cancellationToken);

    public IAsyncEnumerable<BlobLock> ListLocksAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return locks.ListAsync(prefix, cancellationToken);
    }

    public Task<BlobLock?> FindLockAsync(string path, CancellationToken cancellationToken = default) =>
        locks.FindAsync(Blob(path), path, cancellationToken);

    public Task<bool> LockAsync(
        BlobLock seen, DateTimeOffset until, DeleteLockMode mode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return locks.LockAsync(Blob(seen.Path), seen, until, mode, cancellationToken);
    }

    public Task SetHoldAsync(string path, bool isHeld, CancellationToken cancellationToken = default) =>
        locks.SetHoldAsync(Blob(path), path, isHeld, cancellationToken);

    /// <summary>How blobs of another store come here without passing through this process; null where nobody may sign that.</summary>
    internal DirectBlobCopy? CopyFrom(IArchiveStore source) => source is AzureBlobStore other && (other.hasIdentity || other.container.CanGenerateSasUri)
        ? new(other.container, other.root, container, root, timeProvider)
        : null;

    /// <summary>
    /// What this call wrote. A request whose answer was lost is sent again by the client, and then meets what its own
    /// first try left: that is success.
    /// </summary>
    /// <exception cref="StoreConflictException">It is somebody else's, or gone.</exception>
    private async Task<StoredBlob> FindOwnAsync(
        BlockBlobClient blob, string path, WriteMark mark, WriteCondition condition, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            if (mark.IsOn(found.Metadata))
                return Describe(path, found);
        }
        catch (RequestFailedException error) when (AzureBlobErrors.IsBlobMissing(error))
        {
            // As below: whatever it was that stood in the way is not ours.
        }

        throw new StoreConflictException(Location, path, condition);
    }

    /// <summary>What this call wrote, where a write was refused for what is there.</summary>
    /// <exception cref="StoreConflictException">
    /// It is somebody else's, or gone, or may not be looked at.
    /// </exception>
    private async Task<StoredBlob> FindOwnInTheWayAsync(
        BlockBlobClient blob, string path, WriteMark mark, WriteCondition condition, CancellationToken cancellationToken)
    {
        try
        {
            return await FindOwnAsync(blob, path, mark, condition, cancellationToken);
        }
        catch (RequestFailedException error) when (AzureBlobErrors.IsDenied(error))
        {
            throw new StoreConflictException(Location, path, condition);
        }
    }

    private async Task<Page<BlobItem>> ListPageAsync(string prefix, string? from, CancellationToken cancellationToken)
    {
        await using var pages = container
            .GetBlobsAsync(BlobTraits.Metadata, prefix: root + prefix, cancellationToken: cancellationToken)
            .AsPages(from)
            .GetAsyncEnumerator(cancellationToken);
        return await pages.MoveNextAsync() ? pages.Current : throw new InvalidOperationException("A list has a page, though it may be empty.");
    }

    private static async Task<IReadOnlyList<string>> FindMissingAsync(
        BlockBlobClient blob, IReadOnlyList<string> blockIds, CancellationToken cancellationToken)
    {
        try
        {
            var list = (await blob.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancellationToken)).Value;
            var there = list.UncommittedBlocks.Concat(list.CommittedBlocks).Select(block => block.Name).ToHashSet(StringComparer.Ordinal);
            var missing = blockIds.Where(id => !there.Contains(AzureBlockId.Of(id))).ToList();

            // None are, if they were staged between the commit and this look: as good as missing then.
            return missing.Count > 0 ? missing : blockIds;
        }
        catch (RequestFailedException error) when (AzureBlobErrors.IsBlobMissing(error))
        {
            return blockIds;
        }
    }

    /// <summary>Accounts with a hierarchical namespace list their folders as blobs.</summary>
    private static bool IsFolder(BlobItem item) =>
        item.Metadata.TryGetValue("hdi_isfolder", out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private BlockBlobClient Blob(string path)
    {
        StorePath.Validate(path);
        if (root.Length + path.Length > StoreLimits.MaxPathLength)
            throw new StorePathException(path, $"with the store's prefix it has more than {StoreLimits.MaxPathLength} characters");
        return container.GetBlockBlobClient(root + path);
    }

    private static BlobRequestConditions? Conditions(WriteCondition condition) => condition switch
    {
        { MustBeAbsent: true } => new() { IfNoneMatch = ETag.All },
        { ETag: { } eTag } => new() { IfMatch = new ETag(eTag) },
        _ => null,
    };

    private static StoredBlob Describe(string path, BlobProperties blob) =>
        Describe(path, blob.ContentLength, blob.ETag, blob.LastModified);

    private static StoredBlob Describe(string path, long length, BlobContentInfo blob) =>
        Describe(path, length, blob.ETag, blob.LastModified);

    /// <summary>Headers quote a tag and lists do not: without quotes it is the same text in both.</summary>
    private static StoredBlob Describe(string path, long length, ETag eTag, DateTimeOffset lastModified) =>
        new(path, length, eTag.ToString("G").Trim('"'), lastModified);

    private async Task<T> GuardAsync<T>(
        string path, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, long bytes = 0)
    {
        using var deadline = new CallDeadline(timeProvider, cancellationToken, bytes);
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception error) when (AzureBlobErrors.Knows(error, cancellationToken))
        {
            throw errors.Translate(error, path);
        }
    }
}
