using System.Buffers.Text;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Keys;

namespace Workflows.Clouds.Azure;

/// <summary>
/// A key in Azure Key Vault, which never leaves it: RSA-OAEP-256. What it wraps carries the id of the version that did
/// it, and each version opens what it wrapped, so that the vault may rotate the key at any time.
/// </summary>
internal sealed class VaultKey(KeyVault vault, VaultAddress address) : IKeyEncryption
{
    private const string Algorithm = "RSA-OAEP-256";

    /// <summary>The key's address, with a version if one was named.</summary>
    public string KeyId { get; } = address.ToString();

    /// <inheritdoc/>
    public bool Opens(string keyId) =>
        VaultAddress.TryParse(keyId, out var other)
        && IsSameKey(other)
        && (address.Version is null || other.Version is null || string.Equals(address.Version, other.Version, StringComparison.Ordinal));

    /// <inheritdoc/>
    public async Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        var (keyId, value) = await vault.OperateAsync(
            address, "wrapkey", Algorithm, Base64Url.EncodeToString(key.Span), _ => null, cancellationToken);
        return VaultAddress.TryParse(keyId, out var used) && IsSameKey(used) && used.Version is not null
            ? new WrappedKey(used.ToString(), Decode(value))
            : throw new CloudException(ErrorKind.Failed, $"{address.Vault} answered with another key than {address}, or without its version.");
    }

    /// <inheritdoc/>
    public async Task<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        if (!Opens(wrapped.KeyId) || !VaultAddress.TryParse(wrapped.KeyId, out var version))
            throw new KeyUnwrapException(KeyId);

        // The address that was given, not the envelope's: what stands in a store does not say who gets a token.
        var (_, value) = await vault.OperateAsync(
            address with { Version = version.Version },
            "unwrapkey",
            Algorithm,
            Base64Url.EncodeToString(wrapped.Bytes),
            refusal => refusal.Status == 400 ? new KeyUnwrapException(wrapped.KeyId) : null,
            cancellationToken);
        return Decode(value);
    }

    private bool IsSameKey(VaultAddress other) =>
        string.Equals(address.Vault, other.Vault, StringComparison.OrdinalIgnoreCase)
        && string.Equals(address.Name, other.Name, StringComparison.OrdinalIgnoreCase);

    private byte[] Decode(string value)
    {
        try
        {
            return Base64Url.DecodeFromChars(value);
        }
        catch (FormatException)
        {
            throw new CloudException(ErrorKind.Failed, $"{address.Vault} answered with something that is no key of {address}.");
        }
    }
}
