using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>An encrypted archive; this version of the program has no way to use a key.</summary>
public sealed class ArchiveEncryptedException(string backup)
    : WorkflowsException(
        ErrorKind.Failed,
        $"Backup \"{backup}\" is encrypted, which this version of workflows can't read. Use a newer version.");
