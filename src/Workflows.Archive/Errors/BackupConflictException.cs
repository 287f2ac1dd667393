using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>A backup of that name exists, or somebody else is at work on one.</summary>
public sealed class BackupConflictException(string backup, string situation, string remedy)
    : WorkflowsException(ErrorKind.Conflict, $"Backup \"{backup}\" {situation}. {remedy}")
{
    public string Backup { get; } = backup;
}
