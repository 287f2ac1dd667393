using System.Security.Cryptography;
using System.Text;

namespace Workflows.Kubernetes.Transport;

/// <summary>
/// Sends a header several times. .NET joins a header's values with commas, which for most headers means the same; for
/// Kubernetes' impersonation headers it does not: two groups would become one with a comma in its name. So the values
/// are joined with a mark that nobody can guess, and where the connection writes the mark, a new header line begins.
/// HTTP/1.1 only: HTTP/2 packs its headers.
/// </summary>
internal sealed class RepeatedHeaders
{
    private readonly string prefix = $"~{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}~";
    private readonly List<byte[]> lines = [];
    private readonly byte[] prefixBytes;

    public RepeatedHeaders() => prefixBytes = Encoding.ASCII.GetBytes(prefix);

    public bool IsEmpty => lines.Count == 0;

    /// <summary>One value that will be written as several headers.</summary>
    public string Join(string header, IReadOnlyList<string> values)
    {
        if (values.Count == 1)
            return values[0];
        lines.Add(Encoding.Latin1.GetBytes($"\r\n{header}: "));
        return string.Join($"{prefix}{lines.Count - 1:D4}", values);
    }

    public ValueTask<Stream> Filter(Stream connection) => new(new RewritingStream(connection, this));

    /// <summary>The bytes with every mark replaced; the same memory if there is none, as in nearly every write.</summary>
    public ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.IndexOf(prefixBytes) < 0)
            return bytes;
        using var output = new MemoryStream(bytes.Length);
        var rest = bytes.Span;
        for (int at; (at = rest.IndexOf(prefixBytes)) >= 0;)
        {
            output.Write(rest[..at]);
            var number = rest.Slice(at + prefixBytes.Length, 4);
            output.Write(lines[int.Parse(Encoding.ASCII.GetString(number))]);
            rest = rest[(at + prefixBytes.Length + 4)..];
        }

        output.Write(rest);
        return output.ToArray();
    }
}
