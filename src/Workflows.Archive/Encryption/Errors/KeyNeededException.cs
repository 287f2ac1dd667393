using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>An encrypted backup, and no key.</summary>
public sealed class KeyNeededException(string backup, string? keyId)
    : WorkflowsException(
        ErrorKind.Denied,
        $"Backup \"{backup}\" is encrypted{(keyId is null ? "" : $" with the key {keyId}")}: "
        + "give that key's file with --key-file or WORKFLOWS_KEY_FILE.");
