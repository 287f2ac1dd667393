using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Folder;

namespace Workflows.Archive.Stores;

/// <summary>
/// Opens the store that an address names. Addresses never hold credentials, since they are written into journals,
/// specs and messages: those come from the environment.
/// </summary>
public static class ArchiveStores
{
    /// <summary>Opens a store; nothing is read or written yet.</summary>
    /// <param name="address">
    /// A folder's path or <c>file:///…</c>; <c>https://ACCOUNT.blob.core.windows.net/CONTAINER[/prefix]</c>, with the
    /// shared access signature in <c>AZURE_STORAGE_SAS_TOKEN</c> where that is set and else with the Azure identity
    /// that is found; or <c>azblob://CONTAINER[/prefix]</c>, with the connection string in
    /// <c>AZURE_STORAGE_CONNECTION_STRING</c>.
    /// </param>
    /// <exception cref="StoreAddressException">
    /// The address is of no known kind or holds a credential, or the environment has none that it needs.
    /// </exception>
    public static IArchiveStore Open(string address) => Open(address, TimeProvider.System);

    /// <summary>Opens a store with a clock of the caller's.</summary>
    /// <exception cref="StoreAddressException">As for <see cref="Open(string)"/>.</exception>
    public static IArchiveStore Open(string address, TimeProvider timeProvider)
    {
        if (string.IsNullOrWhiteSpace(address))
            throw new StoreAddressException("no address was given");

        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return new FolderStore(Path.GetFullPath(address), timeProvider);

        if (AzureBlobAddress.Knows(address))
        {
            var azure = AzureBlobAddress.Parse(address);
            var container = AzureBlobConnection.Open(azure, Environment.GetEnvironmentVariable);
            var hasIdentity = AzureBlobConnection.UsesIdentity(azure, Environment.GetEnvironmentVariable);
            return new AzureBlobStore(container, azure.Prefix, timeProvider, hasIdentity);
        }

        if (!address.StartsWith("file://", StringComparison.OrdinalIgnoreCase))
            throw new StoreAddressException($"the scheme '{address[..scheme]}' is not known");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length > 0 || uri.Query.Length > 0)
            throw new StoreAddressException("a file address has the form file:///absolute/path");

        return new FolderStore(uri.LocalPath, timeProvider);
    }

    /// <summary>
    /// The one spelling of an address that is no folder's path: what names of runs may be derived from.
    /// </summary>
    /// <exception cref="StoreAddressException">It is of no known kind, or holds a credential; it is not repeated then.</exception>
    public static string Canonical(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (AzureBlobAddress.Knows(address))
            return AzureBlobAddress.Parse(address).ToString();
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        throw new StoreAddressException(scheme < 0 ? "its address has no scheme" : $"the scheme '{address[..scheme]}' is not known");
    }
}
