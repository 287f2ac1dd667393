using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The address of a store can't be understood.</summary>
public sealed class StoreAddressException(string reason)
    : StoreException(ErrorKind.Usage, $"Can't open the store: {reason}. Known are a folder's path and file:///absolute/path.");
