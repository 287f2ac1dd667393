using Workflows.Core.Errors;

namespace Workflows.Volumes.Errors;

/// <summary>What is stored of a volume is not what was written.</summary>
/// <param name="backup">The backup.</param>
/// <param name="where">The file in the store.</param>
/// <param name="what">What is wrong with it.</param>
public sealed class VolumeDamagedException(string backup, string where, string what, Exception? innerException = null)
    : WorkflowsException(
        ErrorKind.Damaged, $"The volume backup \"{backup}\" is damaged: {where}: {what}.", innerException)
{
    public string Where { get; } = where;

    public string What { get; } = what;
}
