using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Workflows.Archive.Stores.Containers;

namespace Workflows.Mover.Tests.Support;

/// <summary>A blob service of which nothing is true but its address: it answers what a test says, or never.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string?> answer;
    private readonly CancellationTokenSource end = new();
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task serving;

    /// <param name="answer">Given a request's head, the answer; null for none, ever.</param>
    public RawServer(Func<string, string?> answer)
    {
        this.answer = answer;
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>Is done when somebody has asked for something.</summary>
    public Task Asked => asked.Task.WaitAsync(TimeSpan.FromMinutes(1), end.Token);

    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>A grant of a container that it would have.</summary>
    public StoreGrant Grant(StoreAccess access) => new()
    {
        Access = access,
        Location = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/account/pvc-1"),
        Token = Handovers.Token,
        ExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
    };

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await serving;
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        var peers = new List<Task>();
        try
        {
            while (true)
            {
                peers.Add(ServeOneAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(peers);
        }
    }

    private async Task ServeOneAsync(TcpClient peer)
    {
        using (peer)
        {
            try
            {
                var stream = peer.GetStream();
                var head = await ReadHeadAsync(stream);
                await SkipBodyAsync(stream, head);
                Requests.Enqueue(head);
                asked.TrySetResult();
                if (answer(head) is { } said)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(said), end.Token);
                    return;
                }

                await Task.Delay(Timeout.Infinite, end.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The peer has had enough, or the test has.
            }
        }
    }

    /// <summary>A peer whose words are not heard out may not hear the answer.</summary>
    private async Task SkipBodyAsync(NetworkStream stream, string head)
    {
        const string Header = "Content-Length:";
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith(Header, StringComparison.OrdinalIgnoreCase));
        if (length is not null)
        {
            await stream.ReadExactlyAsync(new byte[int.Parse(length[Header.Length..], CultureInfo.InvariantCulture)], end.Token);
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, end.Token) > 0)
        {
            head.Append((char)buffer[0]);
        }

        return head.ToString();
    }
}
