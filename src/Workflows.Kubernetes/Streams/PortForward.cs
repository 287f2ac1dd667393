using System.Net;
using System.Net.Sockets;

namespace Workflows.Kubernetes;

/// <summary>
/// A port of this machine whose connections go to a port of a pod. It listens on loopback only. A connection that
/// fails is closed, as a refused one would be; <see cref="LastFailure"/> tells why.
/// </summary>
public sealed class PortForward : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<CancellationToken, Task<Stream>> _connect;
    private readonly Task _accepting;
    private volatile Exception? _lastFailure;

    internal PortForward(int localPort, Func<CancellationToken, Task<Stream>> connect)
    {
        _connect = connect;
        _listener = new TcpListener(IPAddress.Loopback, localPort);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where to connect to.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public Exception? LastFailure => _lastFailure;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
            {
                var local = await _listener.AcceptTcpClientAsync(_stopping.Token);
                carrying.RemoveAll(task => task.IsCompleted);
                carrying.Add(CarryAsync(local));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(TcpClient local)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using (local)
        {
            try
            {
                await using var near = local.GetStream();
                await using var far = await _connect(done.Token);
                var sending = near.CopyToAsync(far, done.Token);
                // The protocol can't say that one side has finished sending, so the pod's end ends both.
                await far.CopyToAsync(near, done.Token);
                await done.CancelAsync();
                await sending;
            }
            catch (OperationCanceledException)
            {
                // The other direction, or all of it, has ended.
            }
            catch (Exception e) when (e is IOException or Core.Errors.WorkflowsException)
            {
                _lastFailure = e;
                await done.CancelAsync();
            }
        }
    }
}
