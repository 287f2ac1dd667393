using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Streams;

/// <summary>An answer's body as a stream that owns its answer and fails with the client's own errors.</summary>
internal sealed class ResponseStream(OpenResponse open, Stream body, TimeSpan? pause) : ReadOnlyAsyncStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(open.Token, cancellationToken);
        try
        {
            if (pause is { } longest)
                open.AllowPause(longest);
            return await body.ReadAsync(buffer, either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (open.Translate(e) is { } failure)
                throw failure;
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            open.Dispose();
        }

        base.Dispose(disposing);
    }
}
