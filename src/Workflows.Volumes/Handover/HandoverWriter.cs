using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Workflows.Archive.Format;

namespace Workflows.Volumes.Handover;

/// <summary>Writes a hand-over.</summary>
public static class HandoverWriter
{
    /// <param name="output">Where to.</param>
    /// <param name="header">What it begins with; whether content follows is set here.</param>
    /// <param name="writeContentAsync">
    /// Writes what follows: the parent of a backup, the record of a restore; null where nothing does.
    /// </param>
    /// <param name="cancellationToken">Ends it: the reader then refuses what it has.</param>
    /// <exception cref="HandoverException">The header is larger than any mover takes.</exception>
    public static async Task WriteAsync(
        Stream output,
        HandoverHeader header,
        Func<Stream, CancellationToken, Task>? writeContentAsync,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(header);
        var json = JsonSerializer.SerializeToUtf8Bytes(header with { HasContent = writeContentAsync is not null }, ArchiveJson.Line);
        try
        {
            if (json.Length > HandoverLimits.MaxHeaderBytes)
            {
                throw HandoverException.Malformed($"its header has {json.Length} bytes, more than a mover takes");
            }

            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            digest.AppendData(json);
            await output.WriteAsync(Preamble(json.Length), cancellationToken);
            await output.WriteAsync(json, cancellationToken);
            if (writeContentAsync is not null)
            {
                await using var frames = new FrameStream(output, digest);
                await writeContentAsync(frames, cancellationToken);
                await frames.FlushAsync(cancellationToken);
            }

            await output.WriteAsync(new byte[HandoverFormat.LengthBytes], cancellationToken);
            await output.WriteAsync(digest.GetHashAndReset(), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    private static byte[] Preamble(int headerLength)
    {
        var preamble = new byte[HandoverFormat.PreambleBytes];
        HandoverFormat.Magic.CopyTo(preamble);
        BinaryPrimitives.WriteUInt16BigEndian(preamble.AsSpan(4), HandoverFormat.Version);
        BinaryPrimitives.WriteInt32BigEndian(preamble.AsSpan(6), headerLength);
        return preamble;
    }
}
