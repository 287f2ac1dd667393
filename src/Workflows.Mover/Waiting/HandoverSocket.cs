using System.Net.Sockets;
using Workflows.Core.Errors;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Waiting;

/// <summary>The Unix socket that a mover listens on: a file that nobody but its own user may connect to.</summary>
internal sealed class HandoverSocket : IDisposable
{
    /// <summary>How many may speak at once; who comes later waits.</summary>
    private const int MaxPeers = 4;

    private readonly Socket listener;

    private HandoverSocket(Socket listener) => this.listener = listener;

    /// <exception cref="HandoverException">Another mover listens there, or nobody can.</exception>
    public static HandoverSocket Listen(string path)
    {
        var address = AddressOf(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            Directory.CreateDirectory(
                Path.GetDirectoryName(Path.GetFullPath(path))!,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            RemoveLeftover(path, address);
            socket.Bind(address);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(MaxPeers);
            return new(socket);
        }
        catch (Exception refused) when (refused is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new HandoverException(ErrorKind.Failed, $"Can't listen on '{path}': {refused.Message}", refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>An address for a path.</summary>
    /// <exception cref="HandoverException">It is longer than a socket's may be.</exception>
    public static UnixDomainSocketEndPoint AddressOf(string path)
    {
        try
        {
            return new(path);
        }
        catch (ArgumentException tooLong)
        {
            throw new HandoverException(ErrorKind.Usage, $"'{path}' can't be a socket's path: it has more than 107 bytes, or none.", tooLong);
        }
    }

    /// <summary>Serves whoever connects, until the end; it is over when those who are being served are done.</summary>
    /// <param name="serveAsync">Serves one, soon is done when it is the end, and throws nothing.</param>
    /// <param name="end">Ends it.</param>
    public async Task ServeAsync(Func<Stream, CancellationToken, Task> serveAsync, CancellationToken end)
    {
        using var room = new SemaphoreSlim(MaxPeers);
        try
        {
            while (true)
            {
                await room.WaitAsync(end);
                _ = ServeOneAsync(await AcceptAsync());
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody else is served.
        }

        for (var free = 0; free < MaxPeers; free++)
        {
            await room.WaitAsync(CancellationToken.None);
        }

        async Task<Socket> AcceptAsync()
        {
            try
            {
                return await listener.AcceptAsync(end);
            }
            catch
            {
                room.Release();
                throw;
            }
        }

        async Task ServeOneAsync(Socket peer)
        {
            try
            {
                await using var stream = new NetworkStream(peer, ownsSocket: true);
                await serveAsync(stream, end);
            }
            finally
            {
                room.Release();
            }
        }
    }

    /// <summary>Nobody can connect any more: the file is gone, too.</summary>
    public void Dispose() => listener.Dispose();

    /// <summary>A container that died leaves its socket to the next one in the same pod.</summary>
    private static void RemoveLeftover(string path, UnixDomainSocketEndPoint address)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(address);
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new HandoverException(ErrorKind.Conflict, $"Another mover listens on '{path}' already.");
    }
}
