using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The store itself is not there: a wrong path, or a disk that is not mounted.</summary>
public sealed class StoreNotFoundException(Uri store, string missing)
    : StoreException(
        ErrorKind.NotFound,
        $"There is no store at {store}: \"{missing}\" does not exist. Check the path, and that its disk is mounted.");
