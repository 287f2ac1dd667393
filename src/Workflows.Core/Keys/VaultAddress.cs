using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Workflows.Core.Keys;

/// <summary>
/// A key in Azure Key Vault or a managed HSM, by its address: <c>https://VAULT.vault.azure.net/keys/NAME[/VERSION]</c>.
/// Only hosts that are Azure's are taken, since whoever answers there is sent tokens that open other vaults too.
/// </summary>
/// <param name="Vault">The vault's URL, without a path.</param>
/// <param name="Name">The key's name.</param>
/// <param name="Version">The key's version; null for the newest at the time of wrapping.</param>
public sealed partial record VaultAddress(string Vault, string Name, string? Version)
{
    /// <summary>What to say where an address is none of a vault.</summary>
    public const string VaultExpected = "An Azure Key Vault has a URL such as https://NAME.vault.azure.net.";

    /// <summary>What to say where an address is none of a key.</summary>
    public const string KeyExpected = "A key in Azure Key Vault has an address such as https://VAULT.vault.azure.net/keys/NAME[/VERSION].";

    public override string ToString() => $"{Vault}/keys/{Name}{(Version is null ? "" : $"/{Version}")}";

    public static bool TryParse(string? text, [NotNullWhen(true)] out VaultAddress? address)
    {
        var match = Key().Match(text ?? "");
        address = match.Success
            ? new(match.Groups["vault"].Value, match.Groups["name"].Value, match.Groups["version"] is { Success: true, Value: var version } ? version : null)
            : null;
        return address is not null;
    }

    public static bool IsVault(string text) => Host().IsMatch(text);

    public static bool IsName(string text) => VaultName().IsMatch(text);

    /// <summary>Whom tokens for a vault are meant for, as a scope.</summary>
    /// <param name="vault">The vault's URL.</param>
    public static string ScopeOf(string vault)
    {
        var host = new Uri(vault).Host;
        return $"https://{host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..]}/.default";
    }

    [GeneratedRegex(
        @"\A(?<vault>https://[a-z0-9-]{1,63}\.(vault\.azure\.net|vault\.azure\.cn|vault\.usgovcloudapi\.net|managedhsm\.azure\.net))/keys/(?<name>[0-9A-Za-z-]{1,127})(/(?<version>[0-9a-f]{32}))?/?\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(
        @"\Ahttps://[a-z0-9-]{1,63}\.(vault\.azure\.net|vault\.azure\.cn|vault\.usgovcloudapi\.net)/?\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Host();

    [GeneratedRegex(@"\A[0-9A-Za-z-]{1,127}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VaultName();
}
