namespace Workflows.Core.Keys;

/// <summary>
/// Which key a run encrypts or decrypts with, and where it is found: never the key itself, so that it may stand in a
/// journal, a report or a status.
/// </summary>
/// <param name="File">The absolute path of the key file; null for a key in a vault, which its id names.</param>
/// <param name="KeyId">
/// The id of the key that the run was started with; another key in the file is refused. Of a key in a vault, its address
/// (<see cref="VaultAddress"/>).
/// </param>
public sealed record KeyReference(string? File, string KeyId)
{
    /// <summary>A key in Azure Key Vault.</summary>
    public static KeyReference InVault(VaultAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new(File: null, address.ToString());
    }

    /// <summary>Whether the file is read although its group or others may read it too, because the user said so.</summary>
    public bool AllowShared { get; init; }
}
