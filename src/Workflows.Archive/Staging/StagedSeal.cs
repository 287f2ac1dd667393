using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Staging;

/// <summary>
/// Encrypts what activities leave for each other with the key of the backup that they work on: plans and reports name
/// what a cluster holds. A document is a random salt and the frames of one piece, which is named by path and salt.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="backup">The backup whose key it is; its envelope is read at the first document.</param>
/// <param name="wrapping">The user's key.</param>
public sealed class StagedSeal(IArchiveStore store, string backup, IKeyEncryption wrapping)
{
    private readonly Lazy<Task<BackupKey>> key =
        new(() => KeyEnvelopes.OpenAsync(store, backup, backupUid: null, wrapping));

    internal async Task<byte[]> SealAsync(string path, byte[] content) =>
        SaltedPiece.Seal(await key.Value, salt => PieceLabel.Staged(path, salt), content);

    /// <exception cref="InvalidDataException">It is not what was sealed there.</exception>
    internal async Task<byte[]> OpenAsync(string path, byte[] content) =>
        SaltedPiece.Open(await key.Value, salt => PieceLabel.Staged(path, salt), content);
}
