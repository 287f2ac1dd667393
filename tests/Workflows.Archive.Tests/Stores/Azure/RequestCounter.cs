using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>Counts what is sent to the service, repetitions included.</summary>
internal sealed class RequestCounter : HttpPipelineSynchronousPolicy
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref count);

    public BlobClientOptions Options()
    {
        var options = Azurite.QuickOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerRetry);
        return options;
    }
}
