using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Workflows.Kubernetes.Tests.Servers;

/// <summary>
/// An HTTP/1.1 server that does to its clients what a real API server will not do on demand: resets, bodies cut
/// short, silence. Requests are answered by a function of the request and its number, from 0.
/// </summary>
public sealed class FaultServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<FaultRequest, int, Reply> answer;
    private readonly X509Certificate2? certificate;
    private readonly Task accepting;
    private int count = -1;
    private int connections = -1;

    public FaultServer(Func<FaultRequest, int, Reply> answer, X509Certificate2? certificate = null)
    {
        this.answer = answer;
        this.certificate = certificate;
        listener.Start();
        accepting = AcceptAsync();
    }

    public ConcurrentQueue<FaultRequest> Requests { get; } = [];

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Url => new($"{(certificate is null ? "http" : "https")}://127.0.0.1:{Port}");

    public static FaultServer Script(params Reply[] replies) =>
        new((_, number) => replies[Math.Min(number, replies.Length - 1)]);

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
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stopping.Token);
                serving.Add(ServeAsync(socket, Interlocked.Increment(ref connections)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        using var owned = socket;
        try
        {
            // Head and body are two writes: the second must not wait for the first's acknowledgement.
            socket.NoDelay = true;
            await using var stream = await OpenAsync(socket);
            var wire = new HttpWire(stream);
            while (await wire.ReadRequestAsync(connection, stopping.Token) is { } request)
            {
                Requests.Enqueue(request);
                var reply = answer(request, Interlocked.Increment(ref count));
                if (reply.Upgrade is { } upgrade)
                    await UpgradeAsync(stream, request, upgrade.Protocol, upgrade.Talk);
                if (reply.Upgrade is not null || !await SendAsync(stream, socket, reply))
                    return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client, or the end of the test, closed it.
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var plain = new NetworkStream(socket);
        if (certificate is null)
            return plain;
        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = true,
#pragma warning disable CA5359 // It wants to see what clients show, whatever it is.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            stopping.Token);
        return tls;
    }

    private async Task UpgradeAsync(
        Stream stream, FaultRequest request, string protocol, Func<WebSocket, CancellationToken, Task> talk)
    {
#pragma warning disable CA5350 // RFC 6455 asks for it.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(
            request.Header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + $"Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: {protocol}\r\n\r\n"),
            stopping.Token);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        await talk(socket, stopping.Token);
    }

    private async Task<bool> SendAsync(Stream stream, Socket socket, Reply reply)
    {
        if (reply.Reset)
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
            return false;
        }

        if (reply.CloseWithoutAnswer)
            return false;
        if (reply is { Hang: true, CutAfter: null })
            await Task.Delay(Timeout.Infinite, stopping.Token);
        await stream.WriteAsync(Head(reply), stopping.Token);
        var body = reply.CutAfter is { } cut ? reply.Body.AsMemory(0, cut) : reply.Body;
        await stream.WriteAsync(body, stopping.Token);
        await stream.FlushAsync(stopping.Token);
        if (reply.Hang)
            await Task.Delay(Timeout.Infinite, stopping.Token);
        return reply is { CutAfter: null, UntilClose: false, CloseAfter: false };
    }

    private static byte[] Head(Reply reply)
    {
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Scripted\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append($"{name}: {value}\r\n");
        if (reply.UntilClose)
            head.Append("Connection: close\r\n");
        else if (reply.Status != 101)
            head.Append($"Content-Length: {reply.Body.Length}\r\n");
        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }
}
