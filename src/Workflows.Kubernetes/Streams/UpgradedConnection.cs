using System.Buffers;
using System.Net.WebSockets;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Streams;

/// <summary>
/// A WebSocket whose messages begin with the number of the channel that they belong to (Kubernetes'
/// <c>channel.k8s.io</c> protocols).
/// </summary>
internal sealed class UpgradedConnection(OpenResponse open, WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly byte[] channel = new byte[1];
    private bool inMessage;
    private byte current;

    public string Protocol => socket.SubProtocol!;

    public RequestTarget Target => open.Target;

    /// <summary>The next bytes of some channel; null when the server closes. One reader at a time.</summary>
    /// <exception cref="KubernetesConnectionException">The connection broke.</exception>
    public async ValueTask<ChannelChunk?> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            if (!inMessage)
            {
                var head = await socket.ReceiveAsync(channel.AsMemory(), ct);
                if (head.MessageType is WebSocketMessageType.Close)
                    return null;
                current = head.Count == 1 ? channel[0] : byte.MaxValue;
                if (head.EndOfMessage)
                    return new ChannelChunk(current, 0, true);
                inMessage = head.Count == 1;
                if (!inMessage)
                    return new ChannelChunk(current, 0, false);
            }

            var body = await socket.ReceiveAsync(buffer, ct);
            if (body.MessageType is WebSocketMessageType.Close)
                return null;
            inMessage = !body.EndOfMessage;
            return new ChannelChunk(current, body.Count, body.EndOfMessage);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException)
        {
            throw Broken(e, ct);
        }
    }

    /// <summary>
    /// Sends one message as one frame: the servers' WebSocket library (golang.org/x/net/websocket) takes each frame of
    /// a message for a message, and so the second one's first byte for a channel.
    /// </summary>
    /// <exception cref="KubernetesConnectionException">The connection broke.</exception>
    public async ValueTask SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        var frame = ArrayPool<byte>.Shared.Rent(data.Length + 1);
        frame[0] = channel;
        data.CopyTo(frame.AsMemory(1));
        await sending.WaitAsync(ct);
        try
        {
            await socket.SendAsync(frame.AsMemory(0, data.Length + 1), WebSocketMessageType.Binary, true, ct);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            throw Broken(e, ct);
        }
        finally
        {
            sending.Release();
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        open.Dispose();
        sending.Dispose();
    }

    private Exception Broken(Exception error, CancellationToken ct) =>
        ct.IsCancellationRequested
            ? new OperationCanceledException(null, error, ct)
            : new KubernetesConnectionException(
                ConnectionFailure.Interrupted, $"The connection broke during {Target}.", Target, error)
            {
                OutcomeUnknown = true,
            };
}
