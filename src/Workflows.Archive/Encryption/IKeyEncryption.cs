namespace Workflows.Archive.Encryption;

/// <summary>
/// A user's key, wherever it is kept: it wraps the random keys that backups are encrypted with, and nothing else. A
/// key file is one implementation; a key that never leaves its vault is another. Safe for concurrent use.
/// </summary>
public interface IKeyEncryption
{
    /// <summary>
    /// Names the key without telling anything about it: 1 to 200 characters of <c>A-Z a-z 0-9 . _ : / -</c>, the same
    /// for the same key everywhere.
    /// </summary>
    string KeyId { get; }

    /// <summary>Whether this is the key that wrapped something.</summary>
    /// <param name="keyId">The id that stands beside it: this key's own, or that of one of its versions.</param>
    bool Opens(string keyId);

    /// <summary>Wraps a backup's key, so that only this key gets it back.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default);

    /// <summary>Gets a backup's key back.</summary>
    /// <param name="wrapped">What <see cref="WrapAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.KeyUnwrapException">This key did not wrap it, or it was changed since.</exception>
    Task<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken cancellationToken = default);
}

/// <summary>A backup's key, wrapped.</summary>
/// <param name="KeyId">What wrapped it: the user's key, or where that has versions, the one that did.</param>
/// <param name="Bytes">The wrapped form: at most 4,096 bytes, of no use without that key.</param>
public sealed record WrappedKey(string KeyId, byte[] Bytes);
