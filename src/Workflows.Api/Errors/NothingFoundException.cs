using Workflows.Core.Errors;

namespace Workflows.Api.Errors;

/// <summary>What was named is not in the store.</summary>
public sealed class NothingFoundException(string message) : WorkflowsException(ErrorKind.NotFound, message);
