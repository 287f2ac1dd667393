using System.Net.WebSockets;
using Workflows.Kubernetes.Streams;
using Workflows.Kubernetes.Tests.Servers;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Tests.Streams;

public class FrameTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 1)]
    [InlineData(32 << 10, 3)]
    public async Task Message_is_one_frame_since_servers_take_each_frame_for_a_message(int length, int lengthBytes)
    {
        var wire = new MemoryStream();
        var socket = WebSocket.CreateFromStream(wire, new WebSocketCreationOptions { SubProtocol = "p" });
        var target = new RequestTarget("exec in", null, null, null);
        using var response = new HttpResponseMessage();
        var open = new OpenResponse(
            response, target, TestClients.For(new Uri("http://x")).Connection,
            new Deadline(TimeSpan.FromHours(1), new EagerTime(), CancellationToken.None));
        using var connection = new UpgradedConnection(open, socket);

        await connection.SendAsync(7, new byte[length], CancellationToken.None);

        var frame = wire.ToArray();
        const byte finalBinary = 0x82;
        const int maskBytes = 4;
        Assert.Equal(finalBinary, frame[0]);
        Assert.Equal(1 + lengthBytes + maskBytes + 1 + length, frame.Length);
    }
}
