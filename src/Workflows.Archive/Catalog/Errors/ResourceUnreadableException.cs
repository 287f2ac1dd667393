using Workflows.Core.Errors;

namespace Workflows.Archive.Catalog.Errors;

/// <summary>A file of the catalog is not what was written, or makes no sense. Others are not touched by that.</summary>
public sealed class ResourceUnreadableException(Uri store, string path, string what, Exception? inner = null)
    : WorkflowsException(
        ErrorKind.Damaged,
        $"\"{path}\" in the store {store} can't be used: {what}. Delete that resource and apply it again, or put the file back.",
        inner)
{
    /// <summary>The file's path in the store.</summary>
    public string Path { get; } = path;
}
