using Workflows.Core.Errors;

namespace Workflows.Engine.Journal;

/// <summary>
/// The disk refused a write or a flush (full, read-only, failing). What is on a disk after a failed flush is unknown,
/// so the engine stops; what was acknowledged before is safe, and the next start continues from it.
/// </summary>
public sealed class JournalWriteException(string path, Exception innerException)
    : WorkflowsException(
        ErrorKind.Failed,
        $"Writing the journal '{path}' failed: {innerException?.Message} The engine has stopped; nothing that was "
        + "confirmed is lost. Make room on the disk or repair it, then resume.",
        innerException)
{
    public string Path { get; } = path;
}
