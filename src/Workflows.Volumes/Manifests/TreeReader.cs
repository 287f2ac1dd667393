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

    /// <summary>Compares the whole file with its hash: what follows then reads what was written.</summary>
    /// <exception cref="VolumeDamagedException">It is missing, or not what was written.</exception>
    public async Task RequireIntactAsync(CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(cancellationToken);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        if (sha256 != record.Tree.Sha256)
        {
            throw Damaged($"its SHA-256 is {sha256}, and {record.Tree.Sha256} was written");
        }
    }

    /// <summary>The entries in the order of their paths.</summary>
    /// <exception cref="VolumeDamagedException">It is missing, or not what was written.</exception>
    public async IAsyncEnumerable<TreeEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(cancellationToken);
        TreeEntry? last = null;
        while (await ReadFrameAsync(stream, cancellationToken) is { } frame)
        {
            foreach (var range in Lines(frame))
            {
                var entry = Read(frame.AsMemory(range));
                if (last is not null && entry.Path <= last.Path)
                {
                    throw Damaged($"'{entry.Path}' comes after '{last.Path}'");
                }

                yield return last = entry;
            }
        }
    }

    private async Task<Stream> OpenAsync(CancellationToken cancellationToken)
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

    private async Task<byte[]?> ReadFrameAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[TreeWriter.HeaderLength];
        var read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        var stored = BinaryPrimitives.ReadInt32LittleEndian(header);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        if (read < header.Length || stored <= 0 || stored > length || length > MaxFrameLength)
        {
            throw Damaged("a frame can't be as long as it says");
        }

        var bytes = new byte[stored];
        read = await stream.ReadAtLeastAsync(bytes, stored, throwOnEndOfStream: false, cancellationToken);
        if (read < stored)
        {
            throw Damaged("it ends within a frame");
        }

        if (stored == length)
        {
            return bytes;
        }

        var plain = new byte[length];
        return ZstdCodec.TryDecompress(bytes, plain) ? plain : throw Damaged("a frame does not unpack");
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

    private TreeEntry Read(ReadOnlyMemory<byte> line)
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

    private VolumeDamagedException Damaged(string what) => new(record.Name, record.Tree.Path, what);
}
