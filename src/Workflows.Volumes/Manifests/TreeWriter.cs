using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Volumes.Compression;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Manifests;

/// <summary>
/// Writes the entries of a tree into the store as they come: lines of JSON, in frames of about a megabyte, each
/// compressed on its own and preceded by its two lengths.
/// </summary>
internal sealed class TreeWriter : IDisposable
{
    /// <summary>A frame is closed when it has as many bytes, unpacked.</summary>
    internal const int FrameLength = 1 << 20;

    /// <summary>Stored length and length of a frame, four bytes each, little-endian.</summary>
    internal const int HeaderLength = 8;

    private const int BlockLength = 2 << 20;

    /// <summary>More than a block mostly has with the frame that filled it, and its seals.</summary>
    private const int MaxBlockLength = 2 * BlockLength;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly IArchiveStore store;
    private readonly string path;
    private readonly List<string> blocks = [];
    private readonly ArrayBufferWriter<byte> lines = new(FrameLength + (64 << 10));
    private readonly ArrayBufferWriter<byte> block = new(BlockLength + (2 * FrameLength));
    private readonly Utf8JsonWriter json;
    private readonly SealedFileWriter? seal;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private TreePath? last;
    private long length;

    /// <param name="store">The store.</param>
    /// <param name="path">Where it is written.</param>
    /// <param name="key">What it is sealed with; null for a tree in the clear.</param>
    public TreeWriter(IArchiveStore store, string path, AttemptKey? key = null)
    {
        seal = key?.Write(path);
        this.store = store;
        this.path = path;
        json = new(lines, Options);
    }

    public async ValueTask AddAsync(TreeEntry entry, CancellationToken cancellationToken)
    {
        if (last is not null && entry.Path <= last)
        {
            throw new InvalidOperationException($"'{entry.Path}' comes after '{last}'.");
        }

        last = entry.Path;
        json.Reset();
        EntryJson.Write(json, entry);
        await json.FlushAsync(cancellationToken);
        lines.Write("\n"u8);
        if (lines.WrittenCount >= FrameLength)
        {
            CloseFrame();
        }

        if (block.WrittenCount >= BlockLength)
        {
            await StageAllAsync(cancellationToken);
        }
    }

    /// <summary>Writes what is left, and makes it a file of the store.</summary>
    public async Task<StoredTree> CompleteAsync(CancellationToken cancellationToken)
    {
        if (lines.WrittenCount > 0)
        {
            CloseFrame();
        }

        await StageAllAsync(cancellationToken);
        if (seal is not null)
        {
            seal.Complete();
            await StageAsync(seal.Stored, cancellationToken);
        }

        await store.CommitBlocksAsync(path, blocks, WriteCondition.IfAbsent, cancellationToken);
        return new(path, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        json.Dispose();
        hash.Dispose();
        seal?.Dispose();
    }

    private void CloseFrame()
    {
        var plain = lines.WrittenSpan;
        var frame = block.GetSpan(HeaderLength + Math.Max(ZstdCodec.BoundOf(plain.Length), plain.Length));
        var stored = ZstdCodec.Compress(plain, frame[HeaderLength..]);
        if (stored == 0)
        {
            plain.CopyTo(frame[HeaderLength..]);
            stored = plain.Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(frame, stored);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], plain.Length);
        block.Advance(HeaderLength + stored);
        lines.ResetWrittenCount();
    }

    /// <summary>A frame may be larger than a block: the list of a large file's chunks is one line.</summary>
    private async Task StageAllAsync(CancellationToken cancellationToken)
    {
        if (seal is null)
        {
            await StageAsync(block.WrittenMemory, cancellationToken);
        }
        else
        {
            seal.Append(block.WrittenSpan);
            await StageAsync(seal.Stored, cancellationToken);
            seal.Clear();
        }

        block.ResetWrittenCount();
    }

    private async Task StageAsync(ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        hash.AppendData(stored.Span);
        length += stored.Length;
        for (var rest = stored; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, MaxBlockLength)..])
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{blocks.Count:D6}");
            await store.StageBlockAsync(path, id, rest[..Math.Min(rest.Length, MaxBlockLength)], cancellationToken);
            blocks.Add(id);
        }
    }
}
