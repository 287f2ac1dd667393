using System.Text;

namespace Workflows.Kubernetes.Streams;

/// <summary>
/// One TCP connection to a port of a pod (<c>v4.channel.k8s.io</c> for port-forward): data on channel 0, the kubelet's
/// complaints on channel 1; the first message of each only repeats the port.
/// </summary>
internal sealed class PortStream(UpgradedConnection connection, int port) : ReadOnlyAsyncStream
{
    private const byte Data = 0;
    private const byte Error = 1;
    private const int LargestWrite = 32 << 10;
    private const int LongestComplaint = 2000;

    private readonly byte[] received = new byte[LargestWrite];
    private readonly int[] toSkip = [sizeof(ushort), sizeof(ushort)];
    private ReadOnlyMemory<byte> unread;
    private bool ended;

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        while (unread.IsEmpty)
        {
            if (ended || await connection.ReceiveAsync(received, cancellationToken) is not { } chunk)
            {
                ended = true;
                return 0;
            }

            if (chunk.Channel > Error)
                continue;
            var bytes = SkipPort(chunk.Channel, received.AsMemory(0, chunk.Count));
            if (chunk.Channel == Data)
                unread = bytes;
            else if (!bytes.IsEmpty)
                throw Complaint(bytes.Span);
        }

        var count = Math.Min(buffer.Length, unread.Length);
        unread[..count].CopyTo(buffer);
        unread = unread[count..];
        return count;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var part = buffer[..Math.Min(buffer.Length, LargestWrite)];
            await connection.SendAsync(Data, part, cancellationToken);
            buffer = buffer[part.Length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }

    private ReadOnlyMemory<byte> SkipPort(byte channel, ReadOnlyMemory<byte> bytes)
    {
        var skip = Math.Min(toSkip[channel], bytes.Length);
        toSkip[channel] -= skip;
        return bytes[skip..];
    }

    private KubernetesConnectionException Complaint(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LongestComplaint)]);
        text = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return new KubernetesConnectionException(
            ConnectionFailure.Unreachable, $"Port {port} can't be reached to {connection.Target}: {text}.", connection.Target);
    }
}
