namespace Workflows.Kubernetes.Transport;

/// <summary>An answer whose status is good and whose body is still to be read, within the exchange's deadline.</summary>
internal sealed class ExchangeResponse(
    HttpResponseMessage message, RequestTarget target, Deadline deadline, TimeSpan idle)
{
    public HttpResponseMessage Message { get; } = message;

    public RequestTarget Target { get; } = target;

    public CancellationToken Token => deadline.Token;

    public Task<Stream> OpenBodyAsync() => Message.Content.ReadAsStreamAsync(deadline.Token);

    /// <summary>Something came: the next bytes have the whole idle time again.</summary>
    public void SignOfLife() => deadline.Extend(idle);
}
