using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>Something encrypted, and no key.</summary>
/// <param name="what">What needs one, as a sentence begins.</param>
/// <param name="keyId">The id of the key that it needs, where that is known.</param>
public sealed class KeyNeededException(string what, string? keyId)
    : WorkflowsException(
        ErrorKind.Denied,
        $"{what} is encrypted{(keyId is null ? "" : $" with the key {keyId}")}: "
        + (keyId?.StartsWith("https:", StringComparison.Ordinal) == true
            ? "name that key with --key-vault or WORKFLOWS_KEY_VAULT."
            : "give that key's file with --key-file or WORKFLOWS_KEY_FILE."));
