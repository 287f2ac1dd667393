using System.Xml;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// What refuses may be something between here and the service, and answers in a form of its own; or the answer is cut while
/// it says why. The client takes every such body for the service's and fails over it, so that nobody hears of the refusal.
/// Status and code are in the headers: a body that is not the service's is left away.
/// </summary>
internal sealed class RefusalBodyPolicy : HttpPipelinePolicy
{
    /// <summary>Azure's are a few hundred bytes.</summary>
    private const int Longest = 64 << 10;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        if (BodyOf(message) is { } body)
        {
            using (body)
            {
                message.Response.ContentStream = Read(body);
            }
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (BodyOf(message) is { } body)
        {
            await using (body)
            {
                message.Response.ContentStream = await ReadAsync(body, message.CancellationToken);
            }
        }
    }

    private static Stream? BodyOf(HttpMessage message) =>
        message is { HasResponse: true, Response.IsError: true } ? message.Response.ContentStream : null;

    private static MemoryStream? Read(Stream body)
    {
        var bytes = new byte[Longest];
        try
        {
            return Checked(bytes, body.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false));
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<MemoryStream?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var bytes = new byte[Longest];
        try
        {
            return Checked(bytes, await body.ReadAtLeastAsync(bytes, Longest, throwOnEndOfStream: false, cancellationToken));
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private static MemoryStream? Checked(byte[] bytes, int length)
    {
        var body = new MemoryStream(bytes, 0, length);
        try
        {
            var root = XDocument.Load(body).Root!;
            body.Position = 0;
            return root.Element("Code") is not null && root.Element("Message") is not null ? body : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
