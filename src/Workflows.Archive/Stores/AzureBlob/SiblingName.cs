using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Stores.Containers;

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
        return $"{StartOf(container, name.Length)}-{hash}-{name}";
    }

    /// <summary>What the names of all containers of a store, and perhaps of others, start with.</summary>
    public static string StartOfAll(string container) => StartOf(container, ContainerName.MaxLength);

    /// <summary>The own name of a store's container; null where that is none of the store's.</summary>
    public static string? NameOf(string container, string prefix, string sibling) => Enumerable.Range(0, sibling.Length)
        .Where(index => sibling[index] == '-')
        .Select(dash => sibling[(dash + 1)..])
        .FirstOrDefault(name => ContainerName.IsValid(name) && Of(container, prefix, name) == sibling);

    private static string StartOf(string container, int nameLength) =>
        container[..Math.Min(container.Length, MaxLength - HashLength - nameLength - 2)].TrimEnd('-');
}
