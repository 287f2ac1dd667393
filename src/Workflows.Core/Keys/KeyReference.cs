namespace Workflows.Core.Keys;

/// <summary>
/// Which key a run encrypts or decrypts with, and where it is found: never the key itself, so that it may stand in a
/// journal, a report or a status.
/// </summary>
/// <param name="File">The absolute path of the key file.</param>
/// <param name="KeyId">The id of the key that the run was started with; another key in the file is refused.</param>
public sealed record KeyReference(string File, string KeyId)
{
    /// <summary>Whether the file is read although its group or others may read it too, because the user said so.</summary>
    public bool AllowShared { get; init; }
}
