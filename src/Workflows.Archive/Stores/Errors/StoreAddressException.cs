using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The address of a store can't be understood, or what it needs beside it is not there.</summary>
public sealed class StoreAddressException(string reason)
    : StoreException(
        ErrorKind.Usage,
        $"Can't open the store: {reason}. Known are a folder's path, file:///absolute/path, "
            + "https://ACCOUNT.blob.core.windows.net/CONTAINER[/prefix] and azblob://CONTAINER[/prefix].");
