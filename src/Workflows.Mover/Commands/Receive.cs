using System.Net.Sockets;
using Workflows.Core.Errors;
using Workflows.Mover.Waiting;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Commands;

/// <summary>
/// Brings a hand-over from standard input to the waiting program, and its answer to standard output. It knows nothing
/// of what it brings: when the answer is there it is over, whether or not all was read.
/// </summary>
internal static class Receive
{
    /// <summary>How long a program that waits may take to say that it does.</summary>
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    /// <returns>The exit code: 0 if it was accepted, 1 if it was not. There is an answer in either case.</returns>
    public static async Task<int> RunAsync(string path, Stream input, Stream output, CancellationToken cancellationToken)
    {
        HandoverAnswer? answer = null;
        byte[] line;
        try
        {
            line = await ExchangeAsync(path, input, cancellationToken);
            answer = HandoverAnswer.Parse(line);
        }
        catch (WorkflowsException failed)
        {
            line = HandoverAnswer.Refuse(failed).ToLine();
        }

        await output.WriteAsync(line, cancellationToken);
        await output.FlushAsync(cancellationToken);
        return answer is { Accepted: true } ? 0 : 1;
    }

    private static async Task<byte[]> ExchangeAsync(string path, Stream input, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(path, cancellationToken);
        await using var peer = new NetworkStream(socket);
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var bringing = BringAsync(input, peer, socket, answered.Token);
        try
        {
            return await ReadLineAsync(peer, cancellationToken);
        }
        finally
        {
            // Not awaited: reading standard input can't be ended, and the process ends with the answer.
            await answered.CancelAsync();
            _ = bringing;
        }
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(ConnectTime);
        try
        {
            await socket.ConnectAsync(HandoverSocket.AddressOf(path), late.Token);
            return socket;
        }
        catch (Exception refused) when (refused is SocketException
            || (refused is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            socket.Dispose();
            throw new HandoverException(
                ErrorKind.Unavailable, $"No mover waits at '{path}': it has not begun to yet, or has ended.", refused);
        }
    }

    private static async Task BringAsync(Stream input, NetworkStream peer, Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(peer, cancellationToken);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception over) when (over is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The mover has heard enough; what it says to it is what counts.
        }
    }

    /// <summary>What there is up to the end of a line, of the stream, or of what an answer may have.</summary>
    private static async Task<byte[]> ReadLineAsync(NetworkStream peer, CancellationToken cancellationToken)
    {
        var line = new byte[HandoverLimits.MaxAnswerBytes];
        var length = 0;
        try
        {
            while (length < line.Length && !line.AsSpan(0, length).Contains((byte)'\n'))
            {
                var read = await peer.ReadAsync(line.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        catch (IOException)
        {
            // The mover has ended: told by what is missing.
        }

        return line[..length];
    }
}
