using System.Globalization;
using System.Text;

namespace Workflows.Faults.Wire;

/// <summary>One client's connection: reads HTTP/1.1 requests and writes answers.</summary>
/// <param name="stream">The connection, past its TLS handshake.</param>
internal sealed class ClientWire(Stream stream)
{
    private readonly byte[] input = new byte[16 << 10];
    private int position;
    private int filled;

    /// <summary>The next request; null when the client is done.</summary>
    public async Task<ProxiedRequest?> ReadAsync(Func<long> number, CancellationToken ct)
    {
        if (await ReadLineAsync(ct) is not { Length: > 0 } first)
        {
            return null;
        }

        var headers = new List<(string Name, string Value)>();
        while (await ReadLineAsync(ct) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add((line[..colon], line[(colon + 1)..].Trim()));
        }

        var words = first.Split(' ');
        var target = words[1].Split('?', 2);
        var body = await ReadBodyAsync(Length(headers), ct);
        return new(number(), words[0], target[0], target.Length == 2 ? target[1] : "", headers, body);
    }

    /// <summary>Status line and headers; the body's framing is the caller's.</summary>
    public async Task WriteHeadAsync(
        int status, IEnumerable<(string Name, string Value)> headers, CancellationToken ct)
    {
        var head = new StringBuilder($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} Proxied\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), ct);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        await stream.WriteAsync(body, ct);
        await stream.FlushAsync(ct);
    }

    /// <summary>One chunk of the chunked coding; an empty one ends the body.</summary>
    public async Task WriteChunkAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), ct);
        await stream.WriteAsync(chunk, ct);
        await stream.WriteAsync("\r\n"u8.ToArray(), ct);
        await stream.FlushAsync(ct);
    }

    /// <summary>Chunked requests are not read: this product and kubectl announce lengths.</summary>
    private static int Length(List<(string Name, string Value)> headers) => headers
        .Where(header => header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        .Select(header => int.Parse(header.Value, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private async Task<byte[]> ReadBodyAsync(int length, CancellationToken ct)
    {
        var body = new byte[length];
        var ahead = Math.Min(length, filled - position);
        input.AsSpan(position, ahead).CopyTo(body);
        position += ahead;
        await stream.ReadExactlyAsync(body.AsMemory(ahead), ct);
        return body;
    }

    private async Task<string?> ReadLineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (position == filled)
            {
                (position, filled) = (0, await stream.ReadAsync(input, ct));
                if (filled == 0)
                {
                    return null;
                }
            }

            var next = (char)input[position++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }
    }
}
