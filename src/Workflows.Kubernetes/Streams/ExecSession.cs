using System.Buffers;
using System.Text.Json;
using Workflows.Kubernetes.ApiDiscovery;

namespace Workflows.Kubernetes.Streams;

/// <summary>Runs one command over an upgraded connection: what it reads goes in, what it writes comes out.</summary>
internal sealed class ExecSession(UpgradedConnection connection, ExecRequest request)
{
    public const string Version5 = "v5.channel.k8s.io";
    public const string Version4 = "v4.channel.k8s.io";

    private const byte Stdin = 0;
    private const byte Stdout = 1;
    private const byte Stderr = 2;
    private const byte Error = 3;
    private const byte CloseChannel = 255;
    private const int BufferSize = 32 << 10;
    private const int LongestStatus = 1 << 20;

    public async Task<ExecResult> RunAsync(CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var feeding = request.Stdin is null ? Task.CompletedTask : FeedAsync(request.Stdin, ended.Token);
        try
        {
            return await ReceiveAsync(ct);
        }
        finally
        {
            // A command may end without having read everything.
            await ended.CancelAsync();
            await feeding;
        }
    }

    private async Task<ExecResult> ReceiveAsync(CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var status = new MemoryStream();
        try
        {
            while (await connection.ReceiveAsync(buffer, ct) is { } chunk)
            {
                var data = buffer.AsMemory(0, chunk.Count);
                var target = chunk.Channel switch
                {
                    Stdout => request.Stdout,
                    Stderr => request.Stderr,
                    Error => status,
                    _ => null,
                };
                if (target is not null && !data.IsEmpty)
                    await target.WriteAsync(data, ct);
                if (status.Length > LongestStatus)
                    throw new MalformedResponseException(connection.Target, "its status is too long");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return status.Length > 0
            ? ReadStatus(status.ToArray())
            : throw new KubernetesConnectionException(
                ConnectionFailure.Interrupted,
                $"The connection ended during {connection.Target} before the command did.", connection.Target)
            {
                OutcomeUnknown = true,
            };
    }

    private async Task FeedAsync(Stream input, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await input.ReadAsync(buffer.AsMemory(0, BufferSize), ct)) > 0)
                await connection.SendAsync(Stdin, buffer.AsMemory(0, read), ct);
            if (connection.Protocol == Version5)
                await connection.SendAsync(CloseChannel, new[] { Stdin }, ct);
        }
        catch (Exception e) when (e is OperationCanceledException or KubernetesConnectionException)
        {
            // The command has ended, or the reading side meets the same break and reports it.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ExecResult ReadStatus(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.Text("status") == "Success")
                return new ExecResult(0, "");
            var code = root.Child("details").List("causes")
                .Where(cause => cause.Text("reason") == "ExitCode")
                .Select(cause => int.TryParse(cause.Text("message"), out var number) ? number : -1)
                .FirstOrDefault(-1);
            return new ExecResult(code, root.Text("message"));
        }
        catch (JsonException e)
        {
            throw new MalformedResponseException(connection.Target, "the command's status is not JSON", e);
        }
    }
}
