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
    /// <summary>
    /// Whether what failed is an exception that nobody foresaw: neither one of the product's own, nor this machine's
    /// refusal to read or write.
    /// </summary>
    public bool IsDefect { get; } =
        details.ErrorType.StartsWith("System.", StringComparison.Ordinal)
        && !details.ErrorType.StartsWith("System.IO.", StringComparison.Ordinal)
        && details.ErrorType != typeof(UnauthorizedAccessException).FullName;

    public string ErrorType { get; } = details.ErrorType;

    public void Forget() => forget();
}
