using System.Security.Cryptography;
using Workflows.Archive.Compression;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Writing;

/// <summary>
/// Packs runs of bytes into gzip members, gathers them into blocks of one size and stages those for a blob. While one
/// block is on its way to the store the next is filled: two blocks and one member are all that is held, and a packed
/// member where they are sealed.
/// </summary>
internal sealed class BlockStager(
    IArchiveStore store, string path, int part, string attempt, int blockBytes, FrameCipher? cipher) : IAsyncDisposable
{
    /// <summary>Above this a buffer that one huge member has grown is given back.</summary>
    private const int KeptBufferBytes = 8 * 1024 * 1024;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? storedHash = cipher is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly PieceSealer? sealer = cipher is null ? null : new PieceSealer(cipher);
    private readonly PooledBuffer packed = new();
    private PooledBuffer filling = new();
    private PooledBuffer leaving = new();
    private Task inFlight = Task.CompletedTask;

    /// <summary>Blocks handed to the store so far.</summary>
    public int Blocks { get; private set; }

    /// <summary>Packed bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes handed to the store so far: the packed ones, or what they were sealed to.</summary>
    public long StoredLength { get; private set; }

    /// <summary>Appends one gzip member.</summary>
    public async Task AppendMemberAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        packed.Clear(KeptBufferBytes);
        var target = sealer is null ? filling : packed;
        var start = target.Count;
        GzipMember.Pack(plain.Span, target);
        hash.AppendData(target.Written.Span[start..]);
        Length += target.Count - start;
        sealer?.Append(packed.Written.Span, filling);
        while (filling.Count >= blockBytes)
            await StageAsync(blockBytes, cancellationToken);
    }

    /// <summary>Stages what is left and waits until the store has everything.</summary>
    /// <returns>
    /// SHA-256 of all packed bytes in order, and, where they were sealed, of all bytes as they are stored, lower-case
    /// hexadecimal.
    /// </returns>
    public async Task<(string Packed, string? Stored)> CompleteAsync(CancellationToken cancellationToken)
    {
        sealer?.Complete(filling);
        while (filling.Count > 0)
            await StageAsync(Math.Min(filling.Count, blockBytes), cancellationToken);
        await inFlight;
        return (
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            storedHash is null ? null : Convert.ToHexStringLower(storedHash.GetHashAndReset()));
    }

    /// <summary>Waits for the block on its way, since it must not be touched before; nothing is committed by it.</summary>
    public async ValueTask DisposeAsync()
    {
        await inFlight.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        hash.Dispose();
        storedHash?.Dispose();
        sealer?.Dispose();
        await packed.DisposeAsync();
        await filling.DisposeAsync();
        await leaving.DisposeAsync();
    }

    private async Task StageAsync(int length, CancellationToken cancellationToken)
    {
        await inFlight;
        leaving.Clear();
        leaving.Write(filling.Written.Span[length..]);
        (filling, leaving) = (leaving, filling);

        storedHash?.AppendData(leaving.Written.Span[..length]);
        StoredLength += length;
        var id = BlockId.Of(part, attempt, Blocks++);
        inFlight = store.StageBlockAsync(path, id, leaving.Written[..length], cancellationToken);
    }
}
