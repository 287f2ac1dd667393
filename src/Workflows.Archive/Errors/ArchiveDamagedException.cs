using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>An archive's bytes are not what was written: a flipped bit, a truncation, a swap, or a hostile archive.</summary>
/// <param name="backup">The backup.</param>
/// <param name="where">Which file, and where in it.</param>
/// <param name="what">What is wrong there.</param>
/// <param name="innerException">The parser's own error, if there is one.</param>
public sealed class ArchiveDamagedException(string backup, string where, string what, Exception? innerException = null)
    : WorkflowsException(
        ErrorKind.Damaged,
        $"The archive of backup \"{backup}\" is damaged: {where}: {what}. Nothing was taken from it; restore from another backup or copy.",
        innerException)
{
    public string Backup { get; } = backup;

    /// <summary>Which file, and where in it.</summary>
    public string Where { get; } = where;

    /// <summary>What is wrong there.</summary>
    public string What { get; } = what;
}
