using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// An answer whose body is still to be read. When the connection breaks the client asks for the rest by itself, with
/// the token that the first request was sent with: it is therefore this answer's own, and ends with the call that
/// waits for it.
/// </summary>
internal sealed class BlobAnswer : IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource ended;
    private readonly Stream content;

    private BlobAnswer(Response<BlobDownloadStreamingResult> response, CancellationTokenSource ended)
    {
        Raw = response.GetRawResponse();
        ETag = response.Value.Details.ETag;
        content = response.Value.Content;
        this.ended = ended;
    }

    public Response Raw { get; }

    public ETag ETag { get; }

    /// <summary>Whether it is the whole blob, as it also is where something on the way takes the range off a request.</summary>
    public bool IsWhole => Raw.Status == 200;

    /// <summary>Asks for a blob, or for a range of it.</summary>
    /// <exception cref="RequestFailedException">The service refuses.</exception>
    /// <exception cref="AggregateException">There was no answer, at any try.</exception>
    public static async Task<BlobAnswer> AskAsync(
        BlobBaseClient blob, BlobDownloadOptions options, CancellationToken cancellationToken)
    {
        var own = new CancellationTokenSource();
        try
        {
            await using var forwarding = Forward(own, cancellationToken);
            return new(await blob.DownloadStreamingAsync(options, own.Token), own);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await using var forwarding = Forward(ended, cancellationToken);
        return await content.ReadAsync(buffer, cancellationToken);
    }

    public void Dispose()
    {
        content.Dispose();
        ended.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await content.DisposeAsync();
        ended.Dispose();
    }

    private static CancellationTokenRegistration Forward(CancellationTokenSource to, CancellationToken from) =>
        from.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), to);
}
