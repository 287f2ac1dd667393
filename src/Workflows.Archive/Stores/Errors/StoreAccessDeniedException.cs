using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The permissions of this process are not enough.</summary>
public sealed class StoreAccessDeniedException(Uri store, string path, Exception? innerException = null)
    : StoreException(
        ErrorKind.Denied,
        $"The store {store} denies access to \"{path}\". Check the owner and the permissions of that folder.",
        innerException);
