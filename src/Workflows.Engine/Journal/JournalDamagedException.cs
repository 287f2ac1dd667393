using Workflows.Core.Errors;

namespace Workflows.Engine.Journal;

/// <summary>
/// A journal holds bytes that the engine did not write, where a loss of power cannot explain them. Nothing of it is
/// dropped or changed.
/// </summary>
/// <param name="path">The journal's file.</param>
/// <param name="offset">Where in it the damage begins, in bytes.</param>
/// <param name="reason">What is wrong there.</param>
public sealed class JournalDamagedException(string path, long offset, string reason)
    : WorkflowsException(
        ErrorKind.Damaged,
        $"The journal '{path}' is damaged at offset {offset}: {reason}. The instance is not run. Put back a copy of "
        + "the file from before the damage, or purge the instance and start its work again under another id.")
{
    public string Path { get; } = path;

    public long Offset { get; } = offset;

    public string Reason { get; } = reason;
}
