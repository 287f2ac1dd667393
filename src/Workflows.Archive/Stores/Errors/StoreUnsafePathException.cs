using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>Something in the store is not a plain file or folder, such as a symbolic link that could lead out of it.</summary>
public sealed class StoreUnsafePathException(Uri store, string path, string found)
    : StoreException(
        ErrorKind.Denied,
        $"\"{path}\" in the store {store} is {found}; stores hold plain files and folders only. Remove it.");
