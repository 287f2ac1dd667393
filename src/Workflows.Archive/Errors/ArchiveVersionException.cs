using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>An archive of a format version that this program can't read.</summary>
public sealed class ArchiveVersionException(string backup, int version)
    : WorkflowsException(
        ErrorKind.Failed,
        $"Backup \"{backup}\" has archive format {version}; this program reads {Format.ArchiveFormat.MinVersion} to " +
        $"{Format.ArchiveFormat.MaxVersion}. Use a newer version of workflows.")
{
    public int Version { get; } = version;
}
