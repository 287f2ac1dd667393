using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// Reads a range of a blob as it was when the read began. When the connection breaks it goes on behind the last byte
/// that came; it gives up only when several tries in a row bring nothing.
/// </summary>
internal sealed class AzureBlobReadStream : Stream
{
    /// <summary>Each of them is several of the client's own; the deadline of a read holds for all of them together.</summary>
    private const int TriesWithoutProgress = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly BlobBaseClient blob;
    private readonly string path;
    private readonly ETag eTag;
    private readonly long offset;
    private readonly AzureBlobErrors errors;
    private readonly TimeProvider timeProvider;
    private BlobAnswer? answer;
    private long position;
    private int failures;

    private AzureBlobReadStream(
        BlobBaseClient blob, string path, ETag eTag, long offset, long length, BlobAnswer? answer, AzureBlobErrors errors, TimeProvider timeProvider)
    {
        this.blob = blob;
        this.path = path;
        this.eTag = eTag;
        this.offset = offset;
        this.answer = answer;
        this.errors = errors;
        this.timeProvider = timeProvider;
        Length = length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a range with one request; an empty one with one that asks for the blob's length only.</summary>
    public static async Task<AzureBlobReadStream> OpenAsync(
        BlobBaseClient blob,
        string path,
        long offset,
        long? length,
        AzureBlobErrors errors,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        if (length == 0)
            return await OpenEmptyAsync(blob, path, offset, errors, timeProvider, cancellationToken);

        BlobAnswer first;
        try
        {
            var options = new BlobDownloadOptions { Range = offset == 0 && length is null ? default : new HttpRange(offset, length) };
            first = await BlobAnswer.AskAsync(blob, options, cancellationToken);
        }
        catch (RequestFailedException error) when (AzureBlobErrors.IsRangeInvalid(error))
        {
            return await OpenEmptyAsync(blob, path, offset, errors, timeProvider, cancellationToken, length);
        }

        try
        {
            if (offset > 0 && first.IsWhole)
                throw errors.RangeIgnored(path);
            var total = await TotalLengthAsync(blob, first, cancellationToken);
            var wanted = length ?? total - offset;
            return wanted <= total - offset
                ? new(blob, path, first.ETag, offset, wanted, first, errors, timeProvider)
                : throw errors.OutOfRange(path, offset, wanted, total);
        }
        catch
        {
            await first.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || position == Length)
            return 0;

        using var deadline = new CallDeadline(timeProvider, cancellationToken);
        while (true)
        {
            try
            {
                if (failures > 0)
                    await Task.Delay(FirstPause * (1 << (failures - 1)), timeProvider, deadline.Token);
                answer ??= await ReopenAsync(deadline.Token);
                var read = await answer.ReadAsync(buffer[..(int)Math.Min(buffer.Length, Length - position)], deadline.Token);
                if (read > 0)
                {
                    position += read;
                    failures = 0;
                    return read;
                }

                throw new EndOfStreamException("The answer ended before its announced length.");
            }
            catch (Exception error) when (AzureBlobErrors.Knows(error, cancellationToken))
            {
                await PrepareToResumeAsync(error, isOver: deadline.Token.IsCancellationRequested);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            answer?.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (answer is not null)
            await answer.DisposeAsync();
        await base.DisposeAsync();
    }

    private static async Task<AzureBlobReadStream> OpenEmptyAsync(
        BlobBaseClient blob,
        string path,
        long offset,
        AzureBlobErrors errors,
        TimeProvider timeProvider,
        CancellationToken cancellationToken,
        long? length = 0)
    {
        var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        if (offset > properties.ContentLength || length > properties.ContentLength - offset)
            throw errors.OutOfRange(path, offset, length ?? 0, properties.ContentLength);
        return new(blob, path, properties.ETag, offset, 0, answer: null, errors, timeProvider);
    }

    /// <summary>
    /// The whole blob's length: behind the slash of "bytes 0-9/10", or that of an answer that is the whole blob. Where
    /// something on the way has taken it off the answer, the service is asked: an answer's end proves nothing.
    /// </summary>
    private static async Task<long> TotalLengthAsync(BlobBaseClient blob, BlobAnswer answer, CancellationToken cancellationToken)
    {
        var headers = answer.Raw.Headers;
        if (headers.TryGetValue("Content-Range", out var range)
            && range.Split('/') is [_, var total]
            && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return length;
        }

        if (answer.IsWhole
            && headers.TryGetValue("Content-Length", out var whole)
            && long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            return length;
        }

        var conditions = new BlobRequestConditions { IfMatch = answer.ETag };
        return (await blob.GetPropertiesAsync(conditions, cancellationToken)).Value.ContentLength;
    }

    private async Task<BlobAnswer> ReopenAsync(CancellationToken cancellationToken)
    {
        var rest = new BlobDownloadOptions
        {
            Range = new HttpRange(offset + position, Length - position),
            Conditions = new BlobRequestConditions { IfMatch = eTag },
        };
        var reopened = await BlobAnswer.AskAsync(blob, rest, cancellationToken);
        if (offset + position == 0 || !reopened.IsWhole)
            return reopened;
        await reopened.DisposeAsync();
        throw errors.RangeIgnored(path);
    }

    private async Task PrepareToResumeAsync(Exception error, bool isOver)
    {
        if (answer is not null)
            await answer.DisposeAsync();
        answer = null;

        if (error is RequestFailedException { Status: > 0 } refused)
            throw AzureBlobErrors.IsReplaced(refused) ? errors.Replaced(path) : errors.Translate(refused, path);
        if (++failures >= TriesWithoutProgress || isOver)
        {
            failures = 0;
            throw errors.Translate(error, path);
        }
    }
}
