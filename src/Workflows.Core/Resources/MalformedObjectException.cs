using Workflows.Core.Errors;

namespace Workflows.Core.Resources;

/// <summary>Bytes that were said to be one Kubernetes object are not.</summary>
/// <param name="reason">What is wrong, without the object's content: it may be a secret.</param>
/// <param name="innerException">The parser's own error, if there is one.</param>
public sealed class MalformedObjectException(string reason, Exception? innerException = null)
    : WorkflowsException(ErrorKind.Damaged, $"Not a readable Kubernetes object: {reason}.", innerException);
