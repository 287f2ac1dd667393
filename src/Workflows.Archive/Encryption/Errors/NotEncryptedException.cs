using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>
/// A key, and a backup that is not encrypted: whoever can write to the store could have put it in the place of one
/// that is, so it is not taken for that.
/// </summary>
public sealed class NotEncryptedException(string backup)
    : WorkflowsException(
        ErrorKind.Usage,
        $"Backup \"{backup}\" is not encrypted, so nothing proves that it was made with your key. "
        + "Leave --key-file away if that is right.");
