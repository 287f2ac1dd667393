using System.Security.Cryptography;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Errors;

namespace Workflows.Archive.Tests.Support;

/// <summary>A key as a vault has it: RSA that wraps with OAEP, and an id that is a URL. The key itself never leaves it.</summary>
internal sealed class VaultKey(RSA rsa, string keyId) : IKeyEncryption
{
    public string KeyId { get; } = keyId;

    public static VaultKey Create() => new(RSA.Create(2048), $"https://vault.example/keys/backup/{Guid.NewGuid():N}");

    public VaultKey Reopen() => new(RSA.Create(rsa.ExportParameters(includePrivateParameters: true)), KeyId);

    public Task<byte[]> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(rsa.Encrypt(key.Span, RSAEncryptionPadding.OaepSHA256));
    }

    public Task<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(rsa.Decrypt(wrapped.Span, RSAEncryptionPadding.OaepSHA256));
        }
        catch (CryptographicException error)
        {
            throw new KeyUnwrapException(KeyId, error);
        }
    }
}
