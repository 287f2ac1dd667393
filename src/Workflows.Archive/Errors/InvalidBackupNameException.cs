using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>A name that no backup or restore can have.</summary>
public sealed class InvalidBackupNameException(string name)
    : WorkflowsException(
        ErrorKind.Usage,
        $"\"{Printable(name)}\" can't be the name of a backup or restore: use 1 to {Format.BackupName.MaxLength} lower-case letters, " +
        "digits, '-' and '.', starting and ending with a letter or digit.")
{
    private static string Printable(string name) =>
        string.Concat(name.Take(100).Select(c => char.IsControl(c) ? '?' : c));
}
