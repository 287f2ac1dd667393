using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>What has the name of a store's container is something else, or another store's.</summary>
public sealed class ContainerTakenException(Uri store, string container, string advice)
    : StoreException(
        ErrorKind.Conflict, $"The store {store} can't have the container \"{container}\": it exists, and is not this store's. {advice}");
