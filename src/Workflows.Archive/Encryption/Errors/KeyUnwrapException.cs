using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>A wrapped key that its key does not open.</summary>
public sealed class KeyUnwrapException(string keyId, Exception? innerException = null)
    : WorkflowsException(
        ErrorKind.Damaged,
        $"The key {keyId} does not open what it is said to have wrapped: that was changed, or wrapped by another key.",
        innerException);
