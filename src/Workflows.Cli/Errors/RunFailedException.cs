using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Cli.Errors;

/// <summary>A run ended without a result; says why in the words of what failed.</summary>
/// <param name="details">Why it ended.</param>
/// <param name="forget">Removes what the run left on this machine, once the failure was shown.</param>
internal sealed class RunFailedException(FailureDetails details, Action forget)
    : WorkflowsException(
        Enum.TryParse<ErrorKind>(details.Kind, out var kind) ? kind : ErrorKind.Failed, details.Message)
{
    public void Forget() => forget();
}
