using System.Net.Sockets;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// A name that the name servers say is nobody's is most often misspelt: the client would ask for it for a minute. A
/// name server that does not answer is another matter, and that is tried again.
/// </summary>
internal sealed class UnknownHostPolicy : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (RequestFailedException error) when (IsUnknownHost(error))
        {
            throw new UnknownHostException(error);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (RequestFailedException error) when (IsUnknownHost(error))
        {
            throw new UnknownHostException(error);
        }
    }

    private static bool IsUnknownHost(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.HostNotFound })
                return true;
        }

        return false;
    }
}

/// <summary>There is no host of that name. Of a type that the client does not try again.</summary>
internal sealed class UnknownHostException(Exception cause) : Exception("There is no host of that name.", cause);
