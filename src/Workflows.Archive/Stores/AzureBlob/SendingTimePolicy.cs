using Azure.Core;
using Azure.Core.Pipeline;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>Gives requests with large bodies the time that sending them takes over a slow line.</summary>
internal sealed class SendingTimePolicy : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Content?.TryComputeLength(out var length) == true
            && CallDeadline.TryLimitFor(length) is var limit
            && limit > CallDeadline.TryLimit)
        {
            message.NetworkTimeout = limit;
        }
    }
}
