using System.Security.Cryptography;
using Workflows.Archive.Compression;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Writing;

/// <summary>
/// Packs runs of bytes into gzip members, gathers them into blocks of one size and stages those for a blob. While one
/// block is on its way to the store the next is filled: two blocks and one member are all that is held.
/// </summary>
internal sealed class BlockStager(IArchiveStore store, string path, int part, string attempt, int blockBytes) : IAsyncDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private MemoryStream filling = new();
    private MemoryStream leaving = new();
    private Task inFlight = Task.CompletedTask;

    /// <summary>Blocks handed to the store so far.</summary>
    public int Blocks { get; private set; }

    /// <summary>Packed bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Appends one gzip member.</summary>
    public async Task AppendMemberAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        var start = (int)filling.Length;
        GzipMember.Pack(plain.Span, filling);
        var added = (int)filling.Length - start;
        hash.AppendData(filling.GetBuffer(), start, added);
        Length += added;
        while (filling.Length >= blockBytes)
            await StageAsync(blockBytes, cancellationToken);
    }

    /// <summary>Stages what is left and waits until the store has everything.</summary>
    /// <returns>SHA-256 of all bytes in order, lower-case hexadecimal.</returns>
    public async Task<string> CompleteAsync(CancellationToken cancellationToken)
    {
        if (filling.Length > 0)
            await StageAsync((int)filling.Length, cancellationToken);
        await inFlight;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Waits for the block on its way, since it must not be touched before; nothing is committed by it.</summary>
    public async ValueTask DisposeAsync()
    {
        await inFlight.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        hash.Dispose();
        await filling.DisposeAsync();
        await leaving.DisposeAsync();
    }

    private async Task StageAsync(int length, CancellationToken cancellationToken)
    {
        await inFlight;
        leaving.SetLength(0);
        leaving.Write(filling.GetBuffer(), length, (int)filling.Length - length);
        (filling, leaving) = (leaving, filling);

        var id = BlockId.Of(part, attempt, Blocks++);
        inFlight = store.StageBlockAsync(path, id, leaving.GetBuffer().AsMemory(0, length), cancellationToken);
    }
}
