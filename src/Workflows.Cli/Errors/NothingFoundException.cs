using Workflows.Core.Errors;

namespace Workflows.Cli.Errors;

/// <summary>What was named on the command line is not in the store.</summary>
internal sealed class NothingFoundException(string message) : WorkflowsException(ErrorKind.NotFound, message);
