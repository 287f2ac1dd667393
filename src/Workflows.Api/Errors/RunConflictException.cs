using Workflows.Core.Errors;

namespace Workflows.Api.Errors;

/// <summary>A run of the same name is under way, or was interrupted and waits to be continued.</summary>
public sealed class RunConflictException(string message) : WorkflowsException(ErrorKind.Conflict, message);
