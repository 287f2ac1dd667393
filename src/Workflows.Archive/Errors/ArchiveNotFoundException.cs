using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>There is no backup of that name: no manifest, no backup.</summary>
public sealed class ArchiveNotFoundException(Uri store, string backup)
    : WorkflowsException(
        ErrorKind.NotFound,
        $"There is no backup \"{backup}\" in the store {store}. List what is there with: workflows backup get")
{
    public string Backup { get; } = backup;
}
