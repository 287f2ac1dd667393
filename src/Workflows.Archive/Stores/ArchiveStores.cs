using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Folder;

namespace Workflows.Archive.Stores;

/// <summary>Opens the store that an address names.</summary>
public static class ArchiveStores
{
    /// <summary>Opens a store; nothing is read or written yet.</summary>
    /// <param name="address">A folder's path, or <c>file:///…</c>.</param>
    /// <exception cref="StoreAddressException">The address is of no known kind.</exception>
    public static IArchiveStore Open(string address) => Open(address, TimeProvider.System);

    /// <summary>Opens a store with a clock of the caller's.</summary>
    /// <exception cref="StoreAddressException">The address is of no known kind.</exception>
    public static IArchiveStore Open(string address, TimeProvider timeProvider)
    {
        if (string.IsNullOrWhiteSpace(address))
            throw new StoreAddressException("no address was given");

        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return new FolderStore(Path.GetFullPath(address), timeProvider);

        if (!address.StartsWith("file://", StringComparison.OrdinalIgnoreCase))
            throw new StoreAddressException($"the scheme '{address[..scheme]}' is not known");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length > 0 || uri.Query.Length > 0)
            throw new StoreAddressException("a file address has the form file:///absolute/path");

        return new FolderStore(uri.LocalPath, timeProvider);
    }
}
