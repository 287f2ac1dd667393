using System.Net;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>Reads behind relays that take headers off answers, or ranges off requests.</summary>
public sealed class AzureBlobRangeTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    private readonly List<string> asked = [];

    [Theory]
    [InlineData(10L, 20L)]
    [InlineData(0L, 20L)]
    [InlineData(60L, null)]
    public async Task A_range_whose_answer_does_not_say_of_how_much_is_read_whole(long offset, long? length)
    {
        var end = length is { } wanted ? (int)(offset + wanted) : Content.Length;
        var store = Store(request => request.Method == HttpMethod.Head
            ? Blob(Content, HttpStatusCode.OK)
            : Blob(Content[(int)offset..end], HttpStatusCode.PartialContent));

        await using var stream = await store.OpenReadAsync("a", offset, length);
        var read = new MemoryStream();
        await stream.CopyToAsync(read);

        Assert.Equal(Content[(int)offset..end], read.ToArray());
        Assert.Equal(["GET ", "HEAD \"0x8D1\""], asked);
    }

    [Fact]
    public async Task The_length_of_a_whole_blob_is_that_of_its_answer()
    {
        await using var stream = await Store(_ => Blob(Content, HttpStatusCode.OK)).OpenReadAsync("a");

        Assert.Equal(100, stream.Length);
        Assert.Equal(["GET "], asked);
    }

    [Fact]
    public async Task A_whole_blob_in_place_of_a_range_is_not_taken_for_it()
    {
        var error = await Assert.ThrowsAsync<StoreException>(
            () => Store(_ => Blob(Content, HttpStatusCode.OK)).OpenReadAsync("a", 10, 20));

        Assert.False(error.IsTransient);
        Assert.Contains("range", error.Message, StringComparison.Ordinal);
    }

    private static HttpResponseMessage Blob(byte[] content, HttpStatusCode status) =>
        RecordedAnswers.Blob(new ByteArrayContent(content) { Headers = { ContentLength = content.Length } }, status);

    private AzureBlobStore Store(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var options = Azurite.QuickOptions(new RecordedAnswers(request =>
        {
            asked.Add($"{request.Method} {request.Headers.IfMatch}");
            return answer(request);
        }));
        return new(new BlobContainerClient(new Uri("https://shopbackups.blob.core.windows.net/workflows"), options));
    }
}
