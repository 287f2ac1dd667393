using Workflows.Archive.Stores;

namespace Workflows.Archive.IO;

/// <summary>Reads a whole blob into memory, up to a limit.</summary>
internal static class SmallBlobs
{
    /// <exception cref="Stores.Errors.BlobNotFoundException">There is no such blob.</exception>
    /// <exception cref="InvalidDataException">It is larger than the limit, or shorter than its store says.</exception>
    public static async Task<byte[]> ReadAsync(IArchiveStore store, string path, int limit, CancellationToken cancellationToken)
    {
        var blob = await store.FindAsync(path, cancellationToken);
        if (blob is { } known && known.Length > limit)
            throw new InvalidDataException($"it has {known.Length} bytes, more than the {limit} that it may have");

        await using var stream = await store.OpenReadAsync(path, 0, blob?.Length, cancellationToken);
        var bytes = new byte[blob?.Length ?? 0];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return read == bytes.Length ? bytes : throw new InvalidDataException($"it ended after {read} of {bytes.Length} bytes");
    }
}
