namespace Workflows.Kubernetes.Transport;

/// <summary>An answer that goes on: a watch, a log, an upgraded connection.</summary>
internal sealed class OpenResponse(
    HttpResponseMessage message, RequestTarget target, ClusterConnection connection, Deadline deadline) : IDisposable
{
    public HttpResponseMessage Message { get; } = message;

    public RequestTarget Target { get; } = target;

    /// <summary>Ends with the caller's token or the time last given to <see cref="AllowPause"/>.</summary>
    public CancellationToken Token => deadline.Token;

    public Task<Stream> OpenBodyAsync() => Message.Content.ReadAsStreamAsync(deadline.Token);

    /// <summary>How long nothing may come from now on; at first for ever.</summary>
    public void AllowPause(TimeSpan pause) => deadline.Extend(pause);

    /// <summary>What a failed read means; null if it is no failure of the network.</summary>
    public KubernetesException? Translate(Exception error) =>
        FailureTranslator.Translate(error, Target, connection, deadline);

    public void Dispose()
    {
        Message.Dispose();
        deadline.Dispose();
    }
}
