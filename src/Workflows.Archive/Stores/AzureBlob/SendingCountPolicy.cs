using Azure.Core;
using Azure.Core.Pipeline;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>Counts how often the client sends one and the same request, for those who ask.</summary>
internal sealed class SendingCountPolicy : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.TryGetProperty(SendingCount.Property, out var value) && value is SendingCount count)
            count.Add();
    }
}

/// <summary>How often the requests of one call were sent.</summary>
internal sealed class SendingCount
{
    public const string Property = "workflows.sending-count";

    private int sent;

    /// <summary>Whether the only request that was sent is the one whose answer came.</summary>
    public bool IsOne => Volatile.Read(ref sent) == 1;

    public void Add() => Interlocked.Increment(ref sent);

    /// <summary>Counts what this call sends until the scope ends.</summary>
    public IDisposable Begin() =>
        HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>(StringComparer.Ordinal) { [Property] = this });
}
