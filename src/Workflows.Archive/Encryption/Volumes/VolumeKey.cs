using Workflows.Archive.Encryption.Frames;

namespace Workflows.Archive.Encryption.Volumes;

/// <summary>
/// The key of a volume's encrypted backups: random, and never stored but wrapped, see <see cref="VolumeKeys"/>. It never
/// leaves who has the user's key; what is beside the data gets the keys of attempts. Safe for concurrent use.
/// </summary>
public sealed class VolumeKey
{
    private readonly BackupKey key;

    internal VolumeKey(string volume, BackupKey key)
    {
        Volume = volume;
        this.key = key;
    }

    /// <summary>The volume.</summary>
    public string Volume { get; }

    internal ReadOnlyMemory<byte> Material => key.Material;

    /// <summary>What an attempt seals its files with.</summary>
    /// <param name="attempt">The attempt: 32 hexadecimal digits.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public AttemptKey ForAttempt(string attempt) => AttemptKey.Derive(key, attempt);

    /// <summary>Seals what is no attempt's: the record of a backup.</summary>
    /// <param name="path">Where it is in the store.</param>
    /// <param name="content">What it holds; at least one byte.</param>
    public byte[] Seal(string path, ReadOnlySpan<byte> content) =>
        SaltedPiece.Seal(key, salt => PieceLabel.Volume(path, salt), content);

    /// <summary>What was sealed there.</summary>
    /// <exception cref="InvalidDataException">It is not what was sealed there.</exception>
    public byte[] Open(string path, byte[] stored) =>
        SaltedPiece.Open(key, salt => PieceLabel.Volume(path, salt), stored);

    public override string ToString() => $"the key of the volume {Volume}";
}
