using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The store does not answer as it should now; the same call may succeed later.</summary>
public sealed class StoreUnavailableException(Uri store, string path, string reason, Exception? innerException = null)
    : StoreException(
        ErrorKind.Unavailable,
        $"The store {store} failed on \"{path}\": {reason}. Check the disk or the connection behind it.",
        innerException);
