using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Retention;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// Immutability policies and legal holds of blobs' current versions. A policy does not keep a blob from being written anew,
/// which makes a new version: that the old one stays is what counts. Neither changes the blob's ETag.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="root">What the names of all blobs start with.</param>
/// <param name="errors">Translates what the service says.</param>
/// <param name="timeProvider">Clock.</param>
internal sealed class AzureBlobLocks(
    BlobContainerClient container, string root, AzureBlobErrors errors, TimeProvider timeProvider)
{
    public async IAsyncEnumerable<BlobLock> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await GuardAsync(prefix, token => ListPageAsync(prefix, next, token), cancellationToken);
            next = page.ContinuationToken;
            foreach (var item in page.Values)
            {
                if (item.Name[root.Length..].Split('/').All(segment => StorePath.IsSegment(segment)))
                {
                    var policy = item.Properties.ImmutabilityPolicy;
                    yield return Describe(item.Name[root.Length..], policy, item.Properties.HasLegalHold);
                }
            }
        }
        while (!string.IsNullOrEmpty(next));
    }

    public Task<BlobLock?> FindAsync(BlockBlobClient blob, string path, CancellationToken cancellationToken) =>
        GuardAsync(path, token => LookAsync(blob, path, token), cancellationToken);

    public async Task<bool> LockAsync(
        BlockBlobClient blob, BlobLock seen, DateTimeOffset until, DeleteLockMode mode, CancellationToken cancellationToken)
    {
        if (!seen.IsLessThan(until, mode))
            return false;

        // Never less than what is there, in either way.
        var policy = new BlobImmutabilityPolicy
        {
            ExpiresOn = seen.Until > until ? seen.Until : WholeSecond(until),
            PolicyMode = mode is DeleteLockMode.Locked || seen.Mode is DeleteLockMode.Locked
                ? BlobImmutabilityPolicyMode.Locked
                : BlobImmutabilityPolicyMode.Unlocked,
        };
        await GuardAsync(
            seen.Path, token => blob.SetImmutabilityPolicyAsync(policy, cancellationToken: token), cancellationToken);
        return true;
    }

    public Task SetHoldAsync(BlockBlobClient blob, string path, bool isHeld, CancellationToken cancellationToken) =>
        GuardAsync(path, token => blob.SetLegalHoldAsync(isHeld, token), cancellationToken);

    /// <summary>Why a blob could not be deleted, with the time when it can be.</summary>
    public async Task<StoreProtectedException> ProtectedAsync(BlockBlobClient blob, string path, CancellationToken cancellationToken)
    {
        BlobLock? found;
        try
        {
            found = await LookAsync(blob, path, cancellationToken);
        }
        catch (RequestFailedException error) when (AzureBlobErrors.IsDenied(error))
        {
            // Who may delete may not have to look.
            found = null;
        }

        return errors.Protected(path, found);
    }

    private static async Task<BlobLock?> LookAsync(BlockBlobClient blob, string path, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return Describe(path, found.ImmutabilityPolicy, found.HasLegalHold);
        }
        catch (RequestFailedException error) when (AzureBlobErrors.IsBlobMissing(error))
        {
            return null;
        }
    }

    private static BlobLock Describe(string path, BlobImmutabilityPolicy? policy, bool isHeld) => new(
        path,
        policy?.ExpiresOn,
        policy?.PolicyMode is BlobImmutabilityPolicyMode.Locked ? DeleteLockMode.Locked : DeleteLockMode.Unlocked,
        isHeld);

    /// <summary>The service keeps whole seconds: a part of one would be lost, and the lock end too early.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset until) =>
        DateTimeOffset.FromUnixTimeSeconds((until + TimeSpan.FromTicks(TimeSpan.TicksPerSecond - 1)).ToUnixTimeSeconds());

    private async Task<Page<BlobItem>> ListPageAsync(string prefix, string? from, CancellationToken cancellationToken)
    {
        await using var pages = container
            .GetBlobsAsync(
                BlobTraits.ImmutabilityPolicy | BlobTraits.LegalHold, prefix: root + prefix, cancellationToken: cancellationToken)
            .AsPages(from)
            .GetAsyncEnumerator(cancellationToken);
        return await pages.MoveNextAsync() ? pages.Current : throw new InvalidOperationException("A list has a page, though it may be empty.");
    }

    private async Task<T> GuardAsync<T>(string path, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(timeProvider, cancellationToken);
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception error) when (AzureBlobErrors.Knows(error, cancellationToken))
        {
            throw errors.TranslateForLock(error, path);
        }
    }
}
