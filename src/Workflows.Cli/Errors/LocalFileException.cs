using Workflows.Core.Errors;

namespace Workflows.Cli.Errors;

/// <summary>This machine refused to read or write a file of the user's.</summary>
internal sealed class LocalFileException(string message, Exception innerException)
    : WorkflowsException(ErrorKind.Failed, message, innerException);
