using System.Buffers;
using System.Security.Cryptography;

namespace Workflows.Archive.IO;

internal static class Hashing
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>SHA-256 of the next so many bytes, lower-case hexadecimal; null if the stream ends before.</summary>
    public static async Task<string?> HashNextAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (var left = length; left > 0;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                if (read == 0)
                    return null;
                hash.AppendData(buffer, 0, read);
                left -= read;
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
