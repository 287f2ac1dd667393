using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Volumes.Compression;
using Workflows.Volumes.Errors;

namespace Workflows.Volumes.Manifests;

/// <summary>Reads the entries of a backup, a frame at a time.</summary>
internal sealed class TreeReader(IArchiveStore store, VolumeRecord record)
{
    /// <summary>A frame ends with the line that fills it, and a line is a path, attributes and chunks of one file.</summary>
    private const int MaxFrameLength = 512 << 20;

    /// <summary>What a frame may unpack to, however few bytes it is stored as: the chunks of a file of half a terabyte.</summary>
    private const int MaxUnprovenLength = 64 << 20;

    /// <summary>How many times its stored length a frame may have beyond that. Hashes hardly get shorter.</summary>
    private const int MaxRatio = 1_000;

    /// <summary>Compares the whole file with its hash: what follows then reads what was written.</summary>
    /// <exception cref="VolumeDamagedException">It is missing, or not what was written.</exception>
    public async Task RequireIntactAsync(CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(store, record, cancellationToken);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        if (sha256 != record.Tree.Sha256)
        {
            throw Damaged(record, $"its SHA-256 is {sha256}, and {record.Tree.Sha256} was written");
        }
    }

    /// <summary>The entries in the order of their paths.</summary>
    /// <exception cref="VolumeDamagedException">It is missing, or not what was written.</exception>
    public async IAsyncEnumerable<TreeEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(store, record, cancellationToken);
        await foreach (var entry in ReadAsync(stream, record, cancellationToken))
        {
            yield return entry;
        }
    }

    /// <summary>The entries in a stream that begins with the first of them.</summary>
    /// <exception cref="VolumeDamagedException">They are none that any backup wrote.</exception>
    internal static async IAsyncEnumerable<TreeEntry> ReadAsync(
        Stream stream, VolumeRecord record, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frames = new Frames(stream, record);
        TreeEntry? last = null;
        while (await frames.ReadAsync(cancellationToken) is { } frame)
        {
            foreach (var range in Lines(frame))
            {
                var entry = Read(frame.AsMemory(range), record);
                if (last is null ? !entry.Path.IsRoot : entry.Path <= last.Path)
                {
                    throw Damaged(record, last is null ? "it does not begin with its root" : $"'{entry.Path}' comes after '{last.Path}'");
                }

                yield return last = entry;
            }
        }

        if (last is null)
        {
            throw Damaged(record, "it has no entries");
        }
    }

    /// <exception cref="VolumeDamagedException">It is missing.</exception>
    internal static async Task<Stream> OpenAsync(
        IArchiveStore store, VolumeRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await store.OpenReadAsync(record.Tree.Path, cancellationToken: cancellationToken);
        }
        catch (BlobNotFoundException missing)
        {
            throw new VolumeDamagedException(record.Name, record.Tree.Path, "it is missing", missing);
        }
    }

    private static IEnumerable<Range> Lines(byte[] frame)
    {
        for (var start = 0; start < frame.Length;)
        {
            var end = Array.IndexOf(frame, (byte)'\n', start);
            end = end < 0 ? frame.Length : end;
            yield return start..end;
            start = end + 1;
        }
    }

    private static TreeEntry Read(ReadOnlyMemory<byte> line, VolumeRecord record)
    {
        try
        {
            return EntryReader.Read(line);
        }
        catch (MalformedEntryException malformed)
        {
            throw new VolumeDamagedException(record.Name, record.Tree.Path, malformed.Message, malformed);
        }
    }

    private static VolumeDamagedException Damaged(VolumeRecord record, string what) =>
        new(record.Name, record.Tree.Path, what);

    /// <summary>No memory is taken for what a frame only says that it has.</summary>
    private sealed class Frames(Stream stream, VolumeRecord record)
    {
        private long left = record.Tree.Length;

        /// <returns>Null at the end.</returns>
        public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
        {
            var header = new byte[TreeWriter.HeaderLength];
            var read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);
            if (read == 0)
            {
                return null;
            }

            var stored = BinaryPrimitives.ReadInt32LittleEndian(header);
            var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
            left -= header.Length;
            if (read < header.Length || !IsSound(stored, length))
            {
                throw Damaged(record, "a frame can't be as long as it says");
            }

            left -= stored;
            var bytes = new byte[stored];
            read = await stream.ReadAtLeastAsync(bytes, stored, throwOnEndOfStream: false, cancellationToken);
            if (read < stored)
            {
                throw Damaged(record, "it ends within a frame");
            }

            if (stored == length)
            {
                return bytes;
            }

            var plain = new byte[length];
            return ZstdCodec.TryDecompress(bytes, plain) ? plain : throw Damaged(record, "a frame does not unpack");
        }

        private bool IsSound(int stored, int length) =>
            stored > 0
            && stored <= left
            && stored <= length
            && length <= MaxFrameLength
            && (length <= MaxUnprovenLength || length / stored <= MaxRatio);
    }
}
