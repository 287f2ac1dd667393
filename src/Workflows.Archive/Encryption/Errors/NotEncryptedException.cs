using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>
/// A key, and something that is not encrypted: whoever can write to the store could have put it in the place of one
/// that is, so it is not taken for that.
/// </summary>
/// <param name="what">What is not encrypted, as a sentence begins.</param>
public sealed class NotEncryptedException(string what)
    : WorkflowsException(
        ErrorKind.Usage,
        $"{what} is not encrypted, so nothing proves that it was made with your key. "
        + "Leave --key-file away if that is right.");
