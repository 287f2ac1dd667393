using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>Something in the store keeps a blob as it is, whoever asks: an immutability policy, a legal hold, a lease.</summary>
public sealed class StoreProtectedException(Uri store, string path, string reason)
    : StoreException(ErrorKind.Denied, $"\"{path}\" in the store {store} can't be changed: {reason}.")
{
    /// <summary>When it can be, by the store's word; null where somebody must lift what keeps it, or nothing is known.</summary>
    public DateTimeOffset? Until { get; init; }
}
