using Workflows.Core.Errors;

namespace Workflows.Clouds;

/// <summary>
/// What a cloud refused, or had no answer to. The message says what was tried, where, and what to do; of the answer it
/// holds the status and the code alone, since answers may quote requests, and those hold tokens.
/// </summary>
/// <param name="kind">What it means to a caller.</param>
/// <param name="message">One or two sentences.</param>
public sealed class CloudException(ErrorKind kind, string message) : WorkflowsException(kind, message);
