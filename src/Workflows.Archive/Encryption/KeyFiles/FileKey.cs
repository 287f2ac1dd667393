using System.Security.Cryptography;
using Workflows.Archive.Encryption.Errors;

namespace Workflows.Archive.Encryption.KeyFiles;

/// <summary>A key of 32 random bytes that this process holds: what a key file has in it.</summary>
public sealed class FileKey : IKeyEncryption
{
    internal const int Bytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] wrapping;
    private readonly byte[] material;

    internal FileKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Bytes, nameof(key));
        material = key.ToArray();
        wrapping = Derive("workflows/key-file/1/wrap", Bytes);
        KeyId = Convert.ToHexStringLower(Derive("workflows/key-file/1/id", 16));
    }

    /// <summary>16 bytes derived from the key, in hexadecimal: nobody gets from it to the key.</summary>
    public string KeyId { get; }

    internal ReadOnlyMemory<byte> Material => material;

    /// <summary>A new random key.</summary>
    public static FileKey Generate() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <inheritdoc/>
    public bool Opens(string keyId) => keyId == KeyId;

    /// <inheritdoc/>
    public Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wrapped = new byte[NonceBytes + key.Length + TagBytes];
        var nonce = wrapped.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(wrapping, TagBytes);
        aes.Encrypt(nonce, key.Span, wrapped.AsSpan(NonceBytes, key.Length), wrapped.AsSpan(NonceBytes + key.Length));
        return Task.FromResult(new WrappedKey(KeyId, wrapped));
    }

    /// <inheritdoc/>
    public Task<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = wrapped.Bytes.AsSpan();
        if (!Opens(wrapped.KeyId) || bytes.Length < NonceBytes + TagBytes)
            throw new KeyUnwrapException(KeyId);

        var key = new byte[bytes.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(wrapping, TagBytes);
            aes.Decrypt(bytes[..NonceBytes], bytes[NonceBytes..^TagBytes], bytes[^TagBytes..], key);
            return Task.FromResult(key);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new KeyUnwrapException(KeyId, error);
        }
    }

    private byte[] Derive(string purpose, int length) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, material, length, salt: null, System.Text.Encoding.ASCII.GetBytes(purpose));
}
