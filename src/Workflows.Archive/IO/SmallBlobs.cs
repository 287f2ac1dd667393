using Workflows.Archive.Stores;

namespace Workflows.Archive.IO;

/// <summary>Reads a whole blob into memory, up to a limit, with one request.</summary>
public static class SmallBlobs
{
    private const int BufferLength = 64 * 1024;

    /// <exception cref="Stores.Errors.BlobNotFoundException">There is no such blob.</exception>
    /// <exception cref="InvalidDataException">It is larger than the limit.</exception>
    public static async Task<byte[]> ReadAsync(
        IBlobReader store, string path, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        await using var stream = await store.OpenReadAsync(path, cancellationToken: cancellationToken);
        using var content = new MemoryStream();
        var buffer = new byte[BufferLength];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (content.Length + read > limit)
                throw new InvalidDataException($"it has more than the {limit} bytes that it may have");

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
