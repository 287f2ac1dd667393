namespace Workflows.Cli.Errors;

/// <summary>Somebody stopped a run; the message says how it goes on.</summary>
internal sealed class RunInterruptedException(string message) : OperationCanceledException(message);
