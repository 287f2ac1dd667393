using Workflows.Api.Documents;
using Workflows.Archive.Encryption.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Reports;

namespace Workflows.Api.Results;

/// <summary>
/// A run has ended, and what it wrote down takes a key that is not there any more, or was rotated since: that does not
/// change how it went.
/// </summary>
public static class LockedReport
{
    public static bool Is(WorkflowsException failed) => failed is KeyFileException or WrongKeyException;

    /// <param name="command">What tells all of it, but for the key.</param>
    /// <param name="failed">Why it can't be read.</param>
    public static ProblemDocument Problem(string command, WorkflowsException failed) => new(
        ProblemSeverity.Warning,
        Scope: null,
        Namespace: null,
        $"The report is encrypted, and the key that the run was started with does not open it: {failed.Message} "
        + $"'{command}' tells it with the right one.");
}
