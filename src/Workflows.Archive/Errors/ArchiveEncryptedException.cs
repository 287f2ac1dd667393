using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>An archive that is encrypted in a way that this version of the program does not know.</summary>
public sealed class ArchiveEncryptedException(string backup, string scheme)
    : WorkflowsException(
        ErrorKind.Failed,
        $"Backup \"{backup}\" is encrypted as \"{Printable(scheme)}\", which this version of workflows can't read. Use a newer version.")
{
    private static string Printable(string scheme) =>
        string.Concat(scheme.Take(100).Select(c => char.IsControl(c) ? '?' : c));
}
