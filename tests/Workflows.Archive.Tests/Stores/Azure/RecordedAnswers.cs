using System.Net;
using System.Text;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>A service that gives answers as Azure documents and gives them.</summary>
internal sealed class RecordedAnswers(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public static readonly DateTimeOffset LastModified = new(2026, 5, 20, 3, 0, 0, TimeSpan.Zero);

    public RecordedAnswers(Func<HttpRequestMessage, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public static HttpResponseMessage Refusal(int status, string code, string message) => new((HttpStatusCode)status)
    {
        Headers = { { "x-ms-error-code", code }, { "x-ms-request-id", "0b5bd6a2-d01e-0013-0d3c-3ad6d1000000" } },
        Content = new StringContent(
            $"""
            <?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{message}</Message><AuthenticationErrorDetail>{message}</AuthenticationErrorDetail></Error>
            """,
            Encoding.UTF8,
            "application/xml"),
    };

    /// <summary>A blob, or a part of it.</summary>
    public static HttpResponseMessage Blob(HttpContent content, HttpStatusCode status = HttpStatusCode.OK)
    {
        content.Headers.LastModified = LastModified;
        return new(status)
        {
            Headers = { { "ETag", "\"0x8D1\"" }, { "x-ms-blob-type", "BlockBlob" } },
            Content = content,
        };
    }

    /// <summary>A page of a list.</summary>
    public static HttpResponseMessage Page(string[] names, string next, string[]? folders = null) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(
            $"""
            <?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs>{string.Concat(names.Select(name =>
                $"<Blob><Name>{name}</Name><Properties><Last-Modified>Wed, 20 May 2026 03:00:00 GMT</Last-Modified><Etag>0x8D1</Etag><Content-Length>1</Content-Length><BlobType>BlockBlob</BlobType></Properties><Metadata>{(folders?.Contains(name) == true ? "<hdi_isfolder>true</hdi_isfolder>" : "")}</Metadata></Blob>"))}</Blobs><NextMarker>{next}</NextMarker></EnumerationResults>
            """,
            Encoding.UTF8,
            "application/xml"),
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return answer(request, cancellationToken);
    }
}
