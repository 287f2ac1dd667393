using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Workflows.Archive.Stores.Containers;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// Has Azure read blocks of a blob from another container, of whichever account, so that they don't pass through this process.
/// The service gets a signature that reads that container, for a while. Where it refuses, for whatever reason, it is not asked
/// again: who reads and writes instead meets the reason, if it is one for them too. Safe for concurrent use.
/// </summary>
/// <param name="from">The container that is read, with a credential that can sign.</param>
/// <param name="fromRoot">What the names of its blobs start with.</param>
/// <param name="to">The container that is written.</param>
/// <param name="toRoot">What the names of its blobs start with.</param>
/// <param name="timeProvider">Clock.</param>
internal sealed class DirectBlobCopy(
    BlobContainerClient from, string fromRoot, BlobContainerClient to, string toRoot, TimeProvider timeProvider)
{
    /// <summary>Longer than an activity may take, which makes a copy of its own.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lazy<Task<string>> signature = new(() => AzureBlobContainers.SignAsync(
        from, StoreAccess.ReadOnly, timeProvider.GetUtcNow() + Lifetime, CancellationToken.None));

    private volatile bool isRefused;

    /// <summary>Stages a block that is a range of the blob of the same path.</summary>
    /// <returns>Whether it is staged; false where the service can't or may not do that.</returns>
    public async Task<bool> TryStageAsync(
        string path, long offset, long length, string blockId, CancellationToken cancellationToken)
    {
        if (isRefused)
            return false;

        using var deadline = new CallDeadline(timeProvider, cancellationToken, length);
        try
        {
            var source = new UriBuilder(from.GetBlobClient(fromRoot + path).Uri) { Query = await signature.Value };
            await to.GetBlockBlobClient(toRoot + path).StageBlockFromUriAsync(
                source.Uri,
                AzureBlockId.Of(blockId),
                new StageBlockFromUriOptions { SourceRange = new HttpRange(offset, length) },
                deadline.Token);
            return true;
        }
        catch (Exception error) when (AzureBlobErrors.Knows(error, cancellationToken))
        {
            isRefused = true;
            return false;
        }
    }
}
