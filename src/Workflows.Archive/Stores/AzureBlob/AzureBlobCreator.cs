using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// Creates blobs with a signature that is good for nothing else: each is one Put Blob, since Put Block takes the right
/// to write, which is one to replace, too. Blocks are gathered on this machine.
/// </summary>
/// <param name="container">The container, with the signature.</param>
/// <param name="blocks">Gathers blocks.</param>
/// <param name="unanswered">Writes of before, also with other signatures.</param>
/// <param name="timeProvider">Clock.</param>
/// <param name="endsAt">When the signature ends, by the service's clock; null where that is not known.</param>
internal sealed class AzureBlobCreator(
    BlobContainerClient container,
    BlockSpool blocks,
    UnansweredWrites unanswered,
    TimeProvider timeProvider,
    DateTimeOffset? endsAt = null) : IBlobCreator
{
    /// <summary>What one Put Blob takes.</summary>
    /// <remarks>https://learn.microsoft.com/azure/storage/blobs/scalability-targets</remarks>
    private const long MaxLength = 5_000L * 1024 * 1024;

    private readonly AzureBlobErrors errors = new(container.Uri, container.AccountName, container.Name, timeProvider, endsAt);

    public async Task<StoredBlob> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        StorePath.Validate(path);
        await using var body = BinaryData.FromBytes(content).ToStream();
        return await PutAsync(path, body, cancellationToken);
    }

    public Task StageBlockAsync(string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        blocks.StageAsync(path, blockId, content, cancellationToken);

    public async Task<StoredBlob> CommitBlocksAsync(string path, IReadOnlyList<string> blockIds, CancellationToken cancellationToken)
    {
        StoredBlob written;
        await using (var body = await blocks.AssembleAsync(path, blockIds, cancellationToken))
            written = await PutAsync(path, body, cancellationToken);
        await blocks.DiscardAsync(path, cancellationToken);
        return written;
    }

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken) => blocks.DiscardAsync(path, cancellationToken);

    private Task<StoredBlob> PutAsync(string path, Stream body, CancellationToken cancellationToken)
    {
        var length = body.Length;
        if (length > MaxLength)
            throw new StoreException(Core.Errors.ErrorKind.Failed, $"\"{path}\" has {length} bytes; the store {container.Uri} takes {MaxLength} from who may only create.");
        return unanswered.WriteAsync(
            path,
            () => PutOnceAsync(path, body, length, cancellationToken),
            () => Task.FromResult(new StoredBlob(path, length, "", timeProvider.GetUtcNow())));
    }

    private async Task<StoredBlob> PutOnceAsync(string path, Stream body, long length, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(timeProvider, cancellationToken, length);
        var sent = new SendingCount();
        try
        {
            using var counting = sent.Begin();
            var written = (await container.GetBlobClient(path).UploadAsync(
                body,
                new BlobUploadOptions
                {
                    Conditions = new() { IfNoneMatch = ETag.All },
                    TransferOptions = new() { InitialTransferSize = length + 1 },
                },
                deadline.Token)).Value;
            return new StoredBlob(path, length, written.ETag.ToString("G").Trim('"'), written.LastModified);
        }
        catch (Exception error) when (AzureBlobErrors.Knows(error, cancellationToken))
        {
            // Whatever came at last: a try before it may have been the one that wrote.
            if (!sent.IsOne)
                unanswered.Add(path);
            throw error is RequestFailedException refused && IsThere(refused, path)
                ? new StoreConflictException(container.Uri, path, WriteCondition.IfAbsent)
                : errors.Translate(error, path);
        }
    }

    /// <summary>
    /// Whether there is such a blob. Azurite answers as if the signature were not good for creating. That is believed
    /// where an earlier try may have written, and others have: an identity that really lacks the right has written none.
    /// </summary>
    private bool IsThere(RequestFailedException error, string path) =>
        AzureBlobErrors.IsConditionFailed(error, WriteCondition.IfAbsent)
        || (AzureBlobErrors.IsPermissionMissing(error) && unanswered.HasWritten && unanswered.Contains(path));
}
