using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Streams;

/// <summary>
/// Opens WebSockets (RFC 6455) over the client's own connections, so that credentials, proxies and trust are the same
/// and a refusal comes with the server's explanation, which <c>ClientWebSocket</c> would lose.
/// </summary>
internal static class WebSocketUpgrade
{
    private const string AcceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static async Task<UpgradedConnection> OpenAsync(
        RequestSender sender, ApiRequest request, IReadOnlyList<string> protocols, CancellationToken ct)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var open = await sender.OpenAsync(request, message => Prepare(message, key, protocols), ct);
        try
        {
            var protocol = Verify(open, key, protocols);
            var stream = await open.OpenBodyAsync();
            var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
            {
                SubProtocol = protocol,
                KeepAliveInterval = TimeSpan.FromSeconds(30),
                KeepAliveTimeout = TimeSpan.FromMinutes(1),
            });
            return new UpgradedConnection(open, socket);
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    private static void Prepare(HttpRequestMessage message, string key, IReadOnlyList<string> protocols)
    {
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", protocols));
    }

    private static string Verify(OpenResponse open, string key, IReadOnlyList<string> protocols)
    {
        var message = open.Message;
        if (message.StatusCode is not HttpStatusCode.SwitchingProtocols)
            throw Problem(open, "the connection was not upgraded to a WebSocket (does a proxy stand between?)");
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1; it proves that the other side speaks the protocol, nothing else.
        var expected = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptGuid)));
#pragma warning restore CA5350
        if (Header(message, "Sec-WebSocket-Accept") != expected)
            throw Problem(open, "the WebSocket's handshake is wrong");
        return Header(message, "Sec-WebSocket-Protocol") is { } protocol && protocols.Contains(protocol)
            ? protocol
            : throw Problem(open, "the server speaks none of the offered WebSocket protocols");
    }

    private static string? Header(HttpResponseMessage message, string name) =>
        message.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault()?.Trim() : null;

    private static MalformedResponseException Problem(OpenResponse open, string problem) => new(open.Target, problem);
}
