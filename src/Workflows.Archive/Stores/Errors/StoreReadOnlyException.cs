using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The store can be read but not written.</summary>
public sealed class StoreReadOnlyException(Uri store, string path, Exception? innerException = null)
    : StoreException(
        ErrorKind.Denied,
        $"The store {store} is read-only: writing \"{path}\" failed. Remount it for writing or use another store.",
        innerException);
