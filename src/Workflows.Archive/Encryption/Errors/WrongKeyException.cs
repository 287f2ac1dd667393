using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>Another key than the one that a backup needs.</summary>
public sealed class WrongKeyException(string backup, string neededKeyId, string givenKeyId)
    : WorkflowsException(
        ErrorKind.Denied,
        $"Backup \"{backup}\" is encrypted with the key {neededKeyId}; the key given is {givenKeyId}. "
        + "Give the file of that key with --key-file.")
{
    public string NeededKeyId { get; } = neededKeyId;
}
