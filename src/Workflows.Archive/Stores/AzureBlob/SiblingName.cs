using System.Security.Cryptography;
using System.Text;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// What a store's container is called in the account: the store's own container's name, then its own. Where the store
/// has a prefix, or the name would be longer than Azure's 63 characters, a hash stands between them, so that two stores
/// in one container don't share theirs.
/// </summary>
internal static class SiblingName
{
    private const int MaxLength = 63;

    private const int HashLength = 12;

    public static string Of(string container, string prefix, string name)
    {
        var plain = $"{container}-{name}";
        if (prefix.Length == 0 && plain.Length <= MaxLength)
            return plain;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{container}/{prefix}")))[..HashLength];
        var room = MaxLength - HashLength - name.Length - 2;
        return $"{container[..Math.Min(container.Length, room)].TrimEnd('-')}-{hash}-{name}";
    }
}
