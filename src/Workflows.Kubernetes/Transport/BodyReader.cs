using Workflows.Core.Buffers;

namespace Workflows.Kubernetes.Transport;

/// <summary>Reads an answer's body whole, never more than a limit, into a rented array that grows as it comes.</summary>
internal static class BodyReader
{
    /// <summary>At first no more is rented, whatever length the server announces.</summary>
    private const int LargestFirstRent = 1 << 20;
    private const int SmallestRent = 16 << 10;

    /// <summary>Lists come without a length: from the smallest array to a page's megabyte in three steps.</summary>
    private const int Growth = 4;

    /// <exception cref="MalformedResponseException">The body is longer than the limit.</exception>
    public static async Task<PooledBody> ReadAsync(ExchangeResponse response, int limit)
    {
        var announced = response.Message.Content.Headers.ContentLength ?? SmallestRent;
        if (announced > limit)
            throw TooLong(response, limit);
        var buffer = LargeArrays.Rent((int)Math.Clamp(announced + 1, SmallestRent, LargestFirstRent));
        var length = 0;
        try
        {
            await using var stream = await response.OpenBodyAsync();
            while (true)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer, length, limit);
                var read = await stream.ReadAsync(buffer.AsMemory(length), response.Token);
                if (read == 0)
                    return new PooledBody(buffer, length);
                response.SignOfLife();
                length += read;
                if (length > limit)
                    throw TooLong(response, limit);
            }
        }
        catch
        {
            LargeArrays.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer, int length, int limit)
    {
        // One byte past the limit, so that a body of exactly the limit is seen to end.
        var larger = LargeArrays.Rent((int)Math.Min((long)length * Growth, (long)limit + 1));
        buffer.AsSpan(0, length).CopyTo(larger);
        LargeArrays.Return(buffer);
        return larger;
    }

    private static MalformedResponseException TooLong(ExchangeResponse response, int limit) =>
        new(response.Target, $"it is longer than the {limit} bytes that are allowed");
}
