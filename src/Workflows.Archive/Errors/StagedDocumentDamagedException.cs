using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>A document that a job at work left in the store can't be read: the job can't go on from it.</summary>
public sealed class StagedDocumentDamagedException(Uri store, string path, Exception innerException)
    : WorkflowsException(
        ErrorKind.Damaged,
        $"\"{path}\" in the store {store}, a note of a job at work, can't be read: it is damaged or of another version. " +
        "Delete what that job left, and start it again.",
        innerException)
{
    public string Path { get; } = path;
}
