using System.Security.Cryptography;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;

namespace Workflows.Volumes.Packs;

/// <summary>A pack being filled: hashed, sealed if there is a key, and handed to the store as it comes.</summary>
internal sealed class PackFile : IAsyncDisposable
{
    /// <summary>What sealing adds, so that a sealed pack is no longer than another.</summary>
    private static readonly int SealOverhead = (int)(SealedLength.OfStored(PackWriter.TargetLength) - PackWriter.TargetLength);

    private readonly IBlobWriter blob;
    private readonly int capacity;
    private readonly SealedFileWriter? seal;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string name;
    private long storedLength;

    /// <param name="store">The store.</param>
    /// <param name="path">Where the pack is stored.</param>
    /// <param name="name">Its name among the volume's packs.</param>
    /// <param name="number">Its number in the manifest's table.</param>
    /// <param name="key">What it is sealed with; null for one in the clear.</param>
    public PackFile(IArchiveStore store, string path, string name, int number, AttemptKey? key)
    {
        this.name = name;
        Number = number;
        seal = key?.Write(path);
        capacity = key is null ? PackWriter.TargetLength : PackWriter.TargetLength - SealOverhead;
        blob = store.OpenWrite(path, PackWriter.TargetLength);
    }

    /// <summary>Its number in the manifest's table.</summary>
    public int Number { get; }

    /// <summary>How many bytes of chunks it still takes.</summary>
    public int Room => capacity - Length;

    /// <summary>How many bytes of chunks it holds.</summary>
    public int Length { get; private set; }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        Length += stored.Length;
        if (seal is null)
        {
            await StoreAsync(stored, cancellationToken);
            return;
        }

        seal.Append(stored.Span);
        await StoreAsync(seal.Stored, cancellationToken);
        seal.Clear();
    }

    /// <summary>Stores it: it has all that it will have.</summary>
    public async Task<PackEntry> CommitAsync(CancellationToken cancellationToken)
    {
        if (seal is not null)
        {
            seal.Complete();
            await StoreAsync(seal.Stored, cancellationToken);
        }

        await blob.CommitAsync(WriteCondition.IfAbsent, cancellationToken);
        return new(name, storedLength, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }

    public ValueTask DisposeAsync()
    {
        hash.Dispose();
        seal?.Dispose();
        return blob.DisposeAsync();
    }

    private ValueTask StoreAsync(ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        hash.AppendData(stored.Span);
        storedLength += stored.Length;
        return blob.AppendAsync(stored, cancellationToken);
    }
}
