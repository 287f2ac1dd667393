using Workflows.Core.Errors;

namespace Workflows.Cli.Errors;

/// <summary>A run of the same name is under way, or was interrupted and waits to be continued.</summary>
internal sealed class RunConflictException(string message) : WorkflowsException(ErrorKind.Conflict, message);
