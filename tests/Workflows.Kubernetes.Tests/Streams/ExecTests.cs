using System.Net.WebSockets;
using System.Text;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Streams;

public class ExecTests
{
    private const string Version4 = "v4.channel.k8s.io";
    private const string Version5 = "v5.channel.k8s.io";

    [Fact]
    public async Task Output_and_exit_code_of_a_command_come_back()
    {
        await using var server = Server(Version4, async (socket, ct) =>
        {
            await SendAsync(socket, 1, "out", ct);
            await SendAsync(socket, 2, "", ct);
            await SendAsync(socket, 2, "err", ct);
            await SendAsync(socket, 1, new string('x', 100_000), ct);
            await SendAsync(socket, 3, """{"status":"Failure","message":"command terminated with non-zero exit code","details":{"causes":[{"reason":"ExitCode","message":"42"}]}}""", ct);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
        });
        using var client = TestClients.For(server.Url);
        using var output = new MemoryStream();
        using var errors = new MemoryStream();

        var result = await client.ExecAsync(
            new ExecRequest
            {
                Namespace = "ns", Pod = "p", Container = "c", Command = ["sh", "-c", "exit 42; a&b"], Stdout = output, Stderr = errors,
            },
            CancellationToken.None);

        Assert.Equal(42, result.ExitCode);
        Assert.Equal("out" + new string('x', 100_000), Text(output));
        Assert.Equal("err", Text(errors));
        var request = Assert.Single(server.Requests);
        Assert.Equal(
            "/api/v1/namespaces/ns/pods/p/exec?container=c&stdout=true&stderr=true&command=sh&command=-c&command=exit%2042%3B%20a%26b",
            request.Path);
        Assert.Equal("*/*", request.Header("Accept"));
        Assert.Equal($"{Version5},{Version4}", string.Join(',', request.Headers["Sec-WebSocket-Protocol"]).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Input_and_its_end_reach_the_command()
    {
        await using var server = Server(Version5, async (socket, ct) =>
        {
            var received = new MemoryStream();
            while (await ReceiveAsync(socket, ct) is { } message && message[0] != 255)
                received.Write(message.AsSpan(1));
            await SendAsync(socket, 1, Text(received), ct);
            await SendAsync(socket, 3, """{"status":"Success"}""", ct);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
        });
        using var client = TestClients.For(server.Url);
        var text = new string('y', 200_000);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var output = new MemoryStream();

        var result = await client.ExecAsync(
            new ExecRequest { Namespace = "ns", Pod = "p", Command = ["cat"], Stdin = input, Stdout = output },
            CancellationToken.None);

        Assert.True(result.Succeeded);
        Assert.Equal(text, Text(output));
    }

    [Fact]
    public async Task Connection_that_ends_before_the_command_leaves_its_outcome_unknown()
    {
        await using var server = Server(Version4, (socket, ct) => SendAsync(socket, 1, "half", ct));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() => client.ExecAsync(
            new ExecRequest { Namespace = "ns", Pod = "p", Command = ["x"] }, CancellationToken.None));

        Assert.True(error.OutcomeUnknown);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Refusal_comes_with_the_servers_explanation()
    {
        await using var server = FaultServer.Script(Reply.Failure(404, "NotFound", "pods p not found"));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ExecAsync(
            new ExecRequest { Namespace = "ns", Pod = "p", Command = ["x"] }, CancellationToken.None));

        Assert.True(error.IsNotFound);
        Assert.Equal("pods p not found", error.ServerMessage);
    }

    [Fact]
    public async Task Answer_without_an_upgrade_is_named()
    {
        await using var server = FaultServer.Script(Reply.Json("{}"));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<MalformedResponseException>(() => client.ExecAsync(
            new ExecRequest { Namespace = "ns", Pod = "p", Command = ["x"] }, CancellationToken.None));

        Assert.Contains("not upgraded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_carries_bytes_both_ways_without_the_protocols_own()
    {
        await using var server = Server(Version4, EchoPortAsync);
        using var client = TestClients.For(server.Url);

        await using var stream = await client.ConnectPortAsync("ns", "p", 6379, CancellationToken.None);
        var sent = Encoding.UTF8.GetBytes(new string('z', 100_000));
        await stream.WriteAsync(sent);
        var received = new byte[sent.Length];
        await stream.ReadExactlyAsync(received);

        Assert.Equal(sent, received);
        Assert.EndsWith("/pods/p/portforward?ports=6379", Assert.Single(server.Requests).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forwarded_port_of_this_machine_leads_to_the_pod()
    {
        await using var server = Server(Version4, EchoPortAsync);
        using var client = TestClients.For(server.Url);

        await using var forward = client.ForwardPort("ns", "p", 80);
        for (var i = 0; i < 3; i++)
        {
            using var local = new System.Net.Sockets.TcpClient();
            await local.ConnectAsync(forward.LocalEndPoint);
            var stream = local.GetStream();
            await stream.WriteAsync("hello"u8.ToArray());
            var received = new byte[5];
            await stream.ReadExactlyAsync(received);
            Assert.Equal("hello"u8.ToArray(), received);
        }
    }

    [Fact]
    public async Task Complaint_of_the_kubelet_about_a_port_is_thrown()
    {
        await using var server = Server(Version4, async (socket, ct) =>
        {
            await socket.SendAsync(new byte[] { 0, 80, 0 }, WebSocketMessageType.Binary, true, ct);
            await socket.SendAsync(new byte[] { 1, 80, 0 }, WebSocketMessageType.Binary, true, ct);
            await SendAsync(socket, 1, "connection refused\n", ct);
        });
        using var client = TestClients.For(server.Url);
        await using var stream = await client.ConnectPortAsync("ns", "p", 80, CancellationToken.None);

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() => stream.ReadAsync(new byte[9]).AsTask());

        Assert.Contains("connection refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_is_a_stream_whose_break_is_typed()
    {
        await using var server = FaultServer.Script(new Reply { Body = "one\ntwo\n"u8.ToArray(), CutAfter = 6 });
        using var client = TestClients.For(server.Url);

        await using var log = await client.OpenLogsAsync(
            "ns", "p", new LogQuery { Container = "c", TailLines = 5, Since = TimeSpan.FromMilliseconds(1500), Timestamps = true },
            CancellationToken.None);
        using var read = new MemoryStream();
        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() => log.CopyToAsync(read));

        Assert.Equal(ConnectionFailure.Interrupted, error.Failure);
        Assert.Equal("one\ntw", Text(read));
        Assert.EndsWith("/pods/p/log?container=c&timestamps=true&sinceSeconds=2&tailLines=5", server.Requests.Single().Path, StringComparison.Ordinal);
    }

    private static async Task EchoPortAsync(WebSocket socket, CancellationToken ct)
    {
        // Each channel begins with its port, which a frame may bring in two pieces.
        await socket.SendAsync(new byte[] { 0, 80 }, WebSocketMessageType.Binary, true, ct);
        await socket.SendAsync(new byte[] { 0, 0 }, WebSocketMessageType.Binary, true, ct);
        await socket.SendAsync(new byte[] { 1, 80, 0 }, WebSocketMessageType.Binary, true, ct);
        while (await ReceiveAsync(socket, ct) is { } message)
            await socket.SendAsync(message, WebSocketMessageType.Binary, true, ct);
    }

    private static FaultServer Server(string protocol, Func<WebSocket, CancellationToken, Task> talk) =>
        FaultServer.Script(new Reply { Upgrade = (protocol, talk) });

    private static Task SendAsync(WebSocket socket, byte channel, string text, CancellationToken ct) =>
        socket.SendAsync(
            new byte[] { channel }.Concat(Encoding.UTF8.GetBytes(text)).ToArray(), WebSocketMessageType.Binary, true, ct);

    private static async Task<byte[]?> ReceiveAsync(WebSocket socket, CancellationToken ct)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1000];
        while (true)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer, ct);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (part.MessageType is WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return message.ToArray();
        }
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}
