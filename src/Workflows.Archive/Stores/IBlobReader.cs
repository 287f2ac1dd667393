using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores;

/// <summary>
/// Named blobs to read: a store's, as they lie there, or those of an encrypted backup, decrypted on the way.
/// </summary>
public interface IBlobReader
{
    /// <summary>What is known about a blob; null when there is none.</summary>
    Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a range of a blob as it is now: a blob replaced while it is read goes on reading as it was, or fails.
    /// </summary>
    /// <param name="path">The blob.</param>
    /// <param name="offset">First byte of the range.</param>
    /// <param name="length">Length of the range; null means to the end.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="BlobNotFoundException">There is no such blob.</exception>
    /// <exception cref="BlobRangeException">The range is not wholly inside the blob.</exception>
    Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default);
}
