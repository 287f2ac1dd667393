using System.Globalization;
using System.Net.Security;
using System.Text;

namespace Workflows.Kubernetes.Tests.Servers;

/// <summary>Reads HTTP/1.1 requests from a stream.</summary>
internal sealed class HttpWire(Stream stream)
{
    private readonly byte[] one = new byte[1];

    /// <summary>Null when the client is done.</summary>
    public async Task<FaultRequest?> ReadRequestAsync(int connection, CancellationToken ct)
    {
        var first = await ReadLineAsync(ct);
        if (string.IsNullOrEmpty(first))
            return null;
        var headers = new List<(string Name, string Value)>();
        while (await ReadLineAsync(ct) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add((line[..colon], line[(colon + 1)..].Trim()));
        }

        var lookup = headers.ToLookup(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
        var parts = first.Split(' ');
        var certificate = (stream as SslStream)?.RemoteCertificate?.Subject;
        return new FaultRequest(parts[0], parts[1], lookup, await ReadBodyAsync(lookup, ct), connection, certificate);
    }

    private async Task<byte[]> ReadBodyAsync(ILookup<string, string> headers, CancellationToken ct)
    {
        if (headers["Content-Length"].FirstOrDefault() is not { } length)
            return [];
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, ct);
        return body;
    }

    private async Task<string?> ReadLineAsync(CancellationToken ct)
    {
        var line = new List<byte>();
        while (await stream.ReadAsync(one, ct) == 1)
        {
            if (one[0] == '\n')
                return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }
}
