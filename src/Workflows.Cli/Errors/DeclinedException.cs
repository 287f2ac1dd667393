using Workflows.Core.Errors;

namespace Workflows.Cli.Errors;

/// <summary>The user was asked and said no.</summary>
internal sealed class DeclinedException(string message) : WorkflowsException(ErrorKind.Failed, message);
