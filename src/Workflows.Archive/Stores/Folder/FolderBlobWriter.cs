namespace Workflows.Archive.Stores.Folder;

/// <summary>A blob that goes into a temporary file as it comes, and becomes the blob when it is committed.</summary>
/// <param name="writer">Makes the file, and the blob of it.</param>
/// <param name="store">The store's address.</param>
/// <param name="path">The blob.</param>
internal sealed class FolderBlobWriter(FolderWriter writer, Uri store, string path) : IBlobWriter
{
    /// <summary>Less than this is gathered, so that many small pieces are few calls.</summary>
    private const int GatheredBytes = 128 * 1024;

    private readonly byte[] gathered = new byte[GatheredBytes];
    private int count;
    private TemporaryFile? temporary;

    public ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        if (content.Length <= gathered.Length - count)
        {
            content.CopyTo(gathered.AsMemory(count));
            count += content.Length;
            return ValueTask.CompletedTask;
        }

        return WriteAsync(content, cancellationToken);
    }

    public async Task<StoredBlob> CommitAsync(WriteCondition condition, CancellationToken cancellationToken = default)
    {
        await WriteAsync(ReadOnlyMemory<byte>.Empty, cancellationToken);
        try
        {
            return await writer.CommitAsync(temporary!, path, condition, cancellationToken);
        }
        catch (Exception error) when (FolderErrors.Knows(error))
        {
            throw FolderErrors.Translate(error, store, path);
        }
    }

    public ValueTask DisposeAsync()
    {
        temporary?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            temporary ??= writer.CreateTemporary();
            await temporary.File.AppendAsync(gathered.AsMemory(0, count), cancellationToken);
            count = 0;
            await temporary.File.AppendAsync(content, cancellationToken);
        }
        catch (Exception error) when (FolderErrors.Knows(error))
        {
            throw FolderErrors.Translate(error, store, path);
        }
    }
}
