using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>There is no blob of that path.</summary>
public sealed class BlobNotFoundException(Uri store, string path)
    : StoreException(ErrorKind.NotFound, $"The store {store} has no \"{path}\".")
{
    public string Path { get; } = path;
}
