using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>A store can't keep blobs from being deleted itself, though others of its kind can.</summary>
public sealed class StoreLocksUnsupportedException(Uri store, string answer)
    : StoreException(
        ErrorKind.Failed,
        $"The store {store} keeps no locks itself ({answer}). Locks take a storage account, or a container, with version-level "
        + "immutability; an account gets it only when it is created. Until then Workflows alone keeps to them.");
