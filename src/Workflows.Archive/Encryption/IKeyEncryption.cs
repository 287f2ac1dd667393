namespace Workflows.Archive.Encryption;

/// <summary>
/// A user's key, wherever it is kept: it wraps the random keys that backups are encrypted with, and nothing else. A
/// key file is one implementation; a key that never leaves a vault can be another. Safe for concurrent use.
/// </summary>
public interface IKeyEncryption
{
    /// <summary>
    /// Names the key without telling anything about it: 1 to 200 characters of <c>A-Z a-z 0-9 . _ : / -</c>, the same
    /// for the same key everywhere.
    /// </summary>
    string KeyId { get; }

    /// <summary>Wraps a backup's key, so that only this key gets it back.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The wrapped form: at most 4,096 bytes, of no use without this key.</returns>
    Task<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default);

    /// <summary>Gets a backup's key back.</summary>
    /// <param name="wrapped">What <see cref="WrapAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.KeyUnwrapException">This key did not wrap it, or it was changed since.</exception>
    Task<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken = default);
}
