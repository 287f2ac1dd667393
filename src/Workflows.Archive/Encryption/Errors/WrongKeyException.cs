using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>Another key than the one that a backup, or the record of a restore, needs.</summary>
/// <param name="what">What needs it, as a sentence begins.</param>
/// <param name="neededKeyId">The id of the key that it needs.</param>
/// <param name="givenKeyId">The id of the key that was given.</param>
public sealed class WrongKeyException(string what, string neededKeyId, string givenKeyId)
    : WorkflowsException(
        ErrorKind.Denied,
        $"{what} is encrypted with the key {neededKeyId}; the key given is {givenKeyId}. "
        + (neededKeyId.StartsWith("https:", StringComparison.Ordinal)
            ? "Name that key with --key-vault."
            : "Give the file of that key with --key-file."));
