using Workflows.Core.Errors;

namespace Workflows.Archive.Catalog.Errors;

/// <summary>A file of the catalog that a newer program wrote.</summary>
public sealed class ResourceVersionException(Uri store, string path, int version)
    : WorkflowsException(
        ErrorKind.Failed,
        $"\"{path}\" in the store {store} has version {version} of the catalog's format; this program reads up to "
        + $"{CatalogFile.Version}. Use a newer version of workflows.")
{
    /// <summary>The file's path in the store.</summary>
    public string Path { get; } = path;
}
