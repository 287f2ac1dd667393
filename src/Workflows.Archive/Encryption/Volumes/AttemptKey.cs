using System.Text;
using Workflows.Archive.Encryption.Frames;

namespace Workflows.Archive.Encryption.Volumes;

/// <summary>
/// What one attempt to back up a volume seals its files with: derived from the volume's key, and no way back to that.
/// Each file has a key of its own, by its path and a random salt, so that no key ever encrypts two texts, and a file that
/// was put in another's place does not open. Secret; safe for concurrent use.
/// </summary>
public sealed class AttemptKey
{
    private readonly BackupKey key;

    private AttemptKey(string attempt, byte[] material)
    {
        if (!Guid.TryParseExact(attempt, "N", out var uid) || material.Length != BackupKey.Bytes)
        {
            throw new ArgumentException("An attempt is 32 hexadecimal digits, and its key 32 bytes.", nameof(attempt));
        }

        Attempt = attempt;
        key = new(uid, material);
    }

    /// <summary>The attempt: 32 hexadecimal digits.</summary>
    public string Attempt { get; }

    /// <summary>Takes the key that <see cref="Export"/> gave.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static AttemptKey Import(string attempt, byte[] material)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(material);
        return new(attempt, [.. material]);
    }

    /// <summary>The key itself: 32 bytes to be handed over to who works on the attempt, and to be written nowhere.</summary>
    public byte[] Export() => key.Material.ToArray();

    /// <summary>Seals a file.</summary>
    /// <param name="path">Its path in the store.</param>
    /// <param name="content">What it holds; at least one byte.</param>
    /// <param name="stored">Takes the sealed file; <see cref="SealedLength.OfStored"/> says how long that is.</param>
    /// <returns>How many bytes were written.</returns>
    public int Seal(string path, ReadOnlySpan<byte> content, Span<byte> stored) => SaltedPiece.Seal(key, Label(path), content, stored);

    /// <inheritdoc cref="Seal(string, ReadOnlySpan{byte}, Span{byte})"/>
    public byte[] Seal(string path, ReadOnlySpan<byte> content) => SaltedPiece.Seal(key, Label(path), content);

    /// <summary>Seals a file that is written bit by bit.</summary>
    /// <param name="path">Its path in the store.</param>
    public SealedFileWriter Write(string path) => new(key, Label(path));

    /// <summary>What a sealed file holds.</summary>
    /// <param name="path">Its path in the store.</param>
    /// <param name="stored">The sealed file.</param>
    /// <exception cref="InvalidDataException">It is not what was sealed there.</exception>
    public byte[] Open(string path, byte[] stored) => SaltedPiece.Open(key, Label(path), stored);

    /// <summary>What a sealed file holds, as it is read: nothing is given out before it is proven.</summary>
    /// <param name="path">Its path in the store.</param>
    /// <param name="stored">The sealed file, closed with what is returned.</param>
    /// <param name="storedLength">Its length.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is not what was sealed there; reading throws it, too.</exception>
    public async Task<Stream> OpenReadAsync(
        string path, Stream stored, long storedLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var plainLength = SealedLength.OfPlain(storedLength);
        var salt = new byte[SaltedPiece.SaltDigits];
        if (plainLength == 0 || await stored.ReadAtLeastAsync(salt, salt.Length, throwOnEndOfStream: false, cancellationToken) < salt.Length)
        {
            throw new InvalidDataException("it is too short to be encrypted");
        }

        return new UnsealedReadStream(
            path,
            stored,
            [new SealedPiece(Label(path)(Encoding.ASCII.GetString(salt)), 0, plainLength, 0)],
            key,
            offset: 0,
            plainLength,
            (_, what, inner) => new InvalidDataException(what, inner));
    }

    public override string ToString() => $"the key of the attempt {Attempt}";

    /// <summary>A new key of the volume's attempt.</summary>
    internal static AttemptKey Derive(BackupKey volume, string attempt) => new(attempt, volume.Derive($"volume-attempt/{attempt}"));

    private static Func<string, string> Label(string path) => salt => PieceLabel.Volume(path, salt);
}
