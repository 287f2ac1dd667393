using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The store has no room left, or its quota is used up.</summary>
public sealed class StoreFullException(Uri store, string path, Exception? innerException = null)
    : StoreException(
        ErrorKind.Failed,
        $"The store {store} is full: writing \"{path}\" failed. Free some space there or use another store, then resume.",
        innerException);
