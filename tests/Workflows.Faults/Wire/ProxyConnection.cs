using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Workflows.Faults.Rules;

namespace Workflows.Faults.Wire;

/// <summary>Serves one client's connection, request by request.</summary>
internal sealed class ProxyConnection(FaultProxy proxy, Socket socket)
{
    public async Task ServeAsync(CancellationToken ct)
    {
        using var owned = socket;
        try
        {
            socket.NoDelay = true;
            await using var tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = proxy.Certificate,
                    ApplicationProtocols = [SslApplicationProtocol.Http11],
                },
                ct);
            var wire = new ClientWire(tls);
            while (await wire.ReadAsync(proxy.NextNumber, ct) is { } request)
            {
                if (!await AnswerAsync(wire, request, ct))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException
            or OperationCanceledException or ObjectDisposedException)
        {
            // The client, or the end of the test, closed it.
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(ClientWire wire, ProxiedRequest request, CancellationToken ct)
    {
        var pause = proxy.PauseFor(request);
        if (pause is not null)
        {
            await pause.HoldAsync(request, PauseMoment.BeforeServer, ct);
        }

        var fault = proxy.FaultFor(request);
        int? status = null;
        try
        {
            if (fault is Fault.Late late)
            {
                await Task.Delay(late.By, ct);
            }

            if (fault?.ReachesServer == false)
            {
                return await FailAsync(wire, fault, ct);
            }

            var path = proxy.Rewriting?.PathAndQuery(request) ?? request.PathAndQuery;
            using var answer = await proxy.Upstream.SendAsync(request, path, ct);
            status = (int)answer.StatusCode;
            if (pause is not null)
            {
                await pause.HoldAsync(request, PauseMoment.AfterServer, ct);
            }

            return await PassOnAsync(wire, request, fault, answer, ct);
        }
        catch (HttpRequestException)
        {
            // The server is gone, or broke off: so does the connection to the client.
            return Reset();
        }
        finally
        {
            proxy.Record(new(request, fault, status));
        }
    }

    private async Task<bool> PassOnAsync(
        ClientWire wire, ProxiedRequest request, Fault? fault, HttpResponseMessage answer, CancellationToken ct)
    {
        var headers = Upstream.HeadersOf(answer).ToArray();
        var rewritten = answer.IsSuccessStatusCode && proxy.Rewriting?.RewritesBody(request) == true;
        switch (fault)
        {
            case Fault.Refused or Fault.Reset:
                await answer.Content.ReadAsByteArrayAsync(ct);
                return await FailAsync(wire, fault, ct);
            case Fault.Cut or Fault.Stalled when request.Method == "HEAD":
                // There is no body to end early: the connection does.
                return Reset();
            case Fault.Cut cut:
                await WriteShareAsync(wire, answer, headers, cut.Share, !cut.Unannounced, ct);
                return false;
            case Fault.Stalled stalled:
                await WriteShareAsync(wire, answer, headers, stalled.Share, announced: true, ct);
                await Task.Delay(stalled.For, ct);
                return Reset();
            default:
                var body = rewritten
                    ? proxy.Rewriting!.Body(request, await answer.Content.ReadAsByteArrayAsync(ct))
                    : null;
                await (body is null
                    ? StreamAsync(wire, request, answer, headers, ct)
                    : WriteWholeAsync(wire, (int)answer.StatusCode, headers, body, ct));
                return true;
        }
    }

    private async Task<bool> FailAsync(ClientWire wire, Fault fault, CancellationToken ct)
    {
        if (fault is not Fault.Refused refused)
        {
            return Reset();
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            kind = "Status",
            apiVersion = "v1",
            metadata = new { },
            status = "Failure",
            message = refused.Message,
            reason = refused.Reason,
            code = refused.Status,
        });
        (string, string)[] headers = refused.RetryAfter is { } after
            ? [("Content-Type", "application/json"), ("Retry-After", $"{(int)after.TotalSeconds}")]
            : [("Content-Type", "application/json")];
        await WriteWholeAsync(wire, refused.Status, headers, body, ct);
        return true;
    }

    private static async Task WriteWholeAsync(
        ClientWire wire, int status, IEnumerable<(string, string)> headers, byte[] body, CancellationToken ct)
    {
        await wire.WriteHeadAsync(status, headers.Append(("Content-Length", $"{body.Length}")), ct);
        await wire.WriteAsync(body, ct);
    }

    private static async Task WriteShareAsync(
        ClientWire wire,
        HttpResponseMessage answer,
        IEnumerable<(string, string)> headers,
        double share,
        bool announced,
        CancellationToken ct)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(ct);
        var framing = announced ? ("Content-Length", $"{body.Length}") : ("Connection", "close");
        await wire.WriteHeadAsync((int)answer.StatusCode, headers.Append(framing), ct);
        await wire.WriteAsync(body.AsMemory(0, Math.Clamp((int)(body.Length * share), 0, Math.Max(0, body.Length - 1))), ct);
    }

    /// <summary>As it comes, so that a watch passes; a server that breaks off in the middle is seen to.</summary>
    private static async Task StreamAsync(
        ClientWire wire,
        ProxiedRequest request,
        HttpResponseMessage answer,
        IEnumerable<(string, string)> headers,
        CancellationToken ct)
    {
        if (request.Method == "HEAD")
        {
            // Its length is an answer in itself: that of what a GET would give.
            var length = answer.Content.Headers.ContentLength ?? 0;
            await wire.WriteHeadAsync((int)answer.StatusCode, headers.Append(("Content-Length", $"{length}")), ct);
            return;
        }

        await wire.WriteHeadAsync((int)answer.StatusCode, headers.Append(("Transfer-Encoding", "chunked")), ct);
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            await wire.WriteChunkAsync(buffer.AsMemory(0, read), ct);
        }

        await wire.WriteChunkAsync(default, ct);
    }

    private bool Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        return false;
    }
}
