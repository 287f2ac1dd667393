using System.Net;
using System.Net.Sockets;

namespace Workflows.Kubernetes;

/// <summary>
/// A port of this machine whose connections go to a port of a pod. It listens on loopback only. A connection that
/// fails is closed, as a refused one would be; <see cref="LastFailure"/> tells why.
/// </summary>
public sealed class PortForward : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<CancellationToken, Task<Stream>> connect;
    private readonly Task accepting;
    private volatile Exception? lastFailure;

    internal PortForward(int localPort, Func<CancellationToken, Task<Stream>> connect)
    {
        this.connect = connect;
        listener = new TcpListener(IPAddress.Loopback, localPort);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where to connect to.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)listener.LocalEndpoint;

    public Exception? LastFailure => lastFailure;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
            {
                var local = await listener.AcceptTcpClientAsync(stopping.Token);
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
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        using (local)
        {
            try
            {
                await using var near = local.GetStream();
                await using var far = await connect(done.Token);
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
                lastFailure = e;
                await done.CancelAsync();
            }
        }
    }
}
