using Workflows.Core.Errors;

namespace Workflows.Cli.Errors;

/// <summary>The command line as it was typed asks for something that can't be.</summary>
internal sealed class UsageException(string message) : WorkflowsException(ErrorKind.Usage, message);
