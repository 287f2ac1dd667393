using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Workflows.Volumes.Compression;
using Workflows.Volumes.Errors;

namespace Workflows.Volumes.Manifests;

/// <summary>Reads the entries of a backup, a frame at a time.</summary>
internal static class TreeReader
{
    /// <summary>A frame ends with the line that fills it, and a line is a path, attributes and chunks of one file.</summary>
    private const int MaxFrameLength = 512 << 20;

    /// <summary>What a frame may unpack to, however few bytes it is stored as: the chunks of a file of half a terabyte.</summary>
    private const int MaxUnprovenLength = 64 << 20;

    /// <summary>How many times its stored length a frame may have beyond that. Hashes hardly get shorter.</summary>
    private const int MaxRatio = 1_000;

    /// <summary>The entries in a stream that begins with the first of them.</summary>
    /// <exception cref="VolumeDamagedException">They are none that any backup wrote.</exception>
    public static async IAsyncEnumerable<TreeEntry> ReadAsync(
        Stream stream, TreeOrigin origin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frames = new Frames(stream, origin);
        TreeEntry? last = null;
        while (await frames.ReadAsync(cancellationToken) is { } frame)
        {
            foreach (var range in Lines(frame))
            {
                var entry = Read(frame.AsMemory(range), origin);
                if (last is null ? !entry.Path.IsRoot : entry.Path <= last.Path)
                {
                    throw Damaged(origin, last is null ? "it does not begin with its root" : $"'{entry.Path}' comes after '{last.Path}'");
                }

                yield return last = entry;
            }
        }

        if (last is null)
        {
            throw Damaged(origin, "it has no entries");
        }
    }

    /// <summary>Some entries of a tree that was read once, all of it, and found to be in order.</summary>
    /// <param name="stream">Begins with the first.</param>
    /// <param name="origin">What it is of.</param>
    /// <param name="text">What a line has to have to be looked at: others are passed over quickly.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="VolumeDamagedException">They are none that any backup wrote.</exception>
    public static async IAsyncEnumerable<TreeEntry> ReadThoseWithAsync(
        Stream stream, TreeOrigin origin, ReadOnlyMemory<byte> text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frames = new Frames(stream, origin);
        while (await frames.ReadAsync(cancellationToken) is { } frame)
        {
            foreach (var range in Lines(frame).Where(range => frame.AsSpan(range).IndexOf(text.Span) >= 0))
            {
                yield return Read(frame.AsMemory(range), origin);
            }
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

    private static TreeEntry Read(ReadOnlyMemory<byte> line, TreeOrigin origin)
    {
        try
        {
            return EntryReader.Read(line);
        }
        catch (MalformedEntryException malformed)
        {
            throw new VolumeDamagedException(origin.Backup, origin.Path, malformed.Message, malformed);
        }
    }

    private static VolumeDamagedException Damaged(TreeOrigin origin, string what) =>
        new(origin.Backup, origin.Path, what);

    /// <summary>No memory is taken for what a frame only says that it has.</summary>
    private sealed class Frames(Stream stream, TreeOrigin origin)
    {
        private long left = origin.Length;

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
                throw Damaged(origin, "a frame can't be as long as it says");
            }

            left -= stored;
            var bytes = new byte[stored];
            read = await stream.ReadAtLeastAsync(bytes, stored, throwOnEndOfStream: false, cancellationToken);
            if (read < stored)
            {
                throw Damaged(origin, "it ends within a frame");
            }

            if (stored == length)
            {
                return bytes;
            }

            var plain = new byte[length];
            return ZstdCodec.TryDecompress(bytes, plain) ? plain : throw Damaged(origin, "a frame does not unpack");
        }

        private bool IsSound(int stored, int length) =>
            stored > 0
            && stored <= left
            && stored <= length
            && length <= MaxFrameLength
            && (length <= MaxUnprovenLength || length / stored <= MaxRatio);
    }
}
