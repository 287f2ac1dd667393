using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>A key that can't be rotated, since a run works with it: it would not open any more what it needs.</summary>
/// <param name="what">What the key is of, as a sentence begins.</param>
/// <param name="run">The run, and its host.</param>
public sealed class KeyInUseException(string what, string run)
    : WorkflowsException(
        ErrorKind.Conflict,
        $"{what} keeps its key for now: the run {run} works with it. Wait until that has ended, or continue it with "
        + "'workflows resume' if it was interrupted; then rotate again. If nobody will, rotate with --force.")
{
    /// <summary>The run, and its host.</summary>
    public string Run { get; } = run;
}
