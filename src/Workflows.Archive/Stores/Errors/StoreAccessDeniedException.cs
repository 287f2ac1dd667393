using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The permissions of this process are not enough, or its credential is not accepted.</summary>
public sealed class StoreAccessDeniedException(
    Uri store,
    string path,
    Exception? innerException = null,
    string advice = "Check the owner and the permissions of that folder.")
    : StoreException(ErrorKind.Denied, $"The store {store} denies access to \"{path}\". {advice}", innerException)
{
    /// <summary>Whether the credential was good for another time than now, so that a newer one may do.</summary>
    public bool IsExpired { get; init; }
}
