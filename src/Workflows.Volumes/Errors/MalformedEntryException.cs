using Workflows.Core.Errors;

namespace Workflows.Volumes.Errors;

/// <summary>A line of a manifest is none that was ever written.</summary>
public sealed class MalformedEntryException(string reason, Exception? innerException = null)
    : WorkflowsException(ErrorKind.Damaged, $"Not an entry of a volume: {reason}.", innerException);
