using System.Collections.Concurrent;
using Workflows.Core.Errors;

namespace Workflows.Volumes.Compression;

/// <summary>
/// Compresses whole buffers. Contexts, which libzstd makes dear to make anew, are kept: as many as were ever at work at
/// once, where one for each thread that ever came by would take megabytes more.
/// </summary>
internal static unsafe class ZstdCodec
{
    /// <summary>libzstd's own default, restic's too.</summary>
    private const int Level = 3;

    private static readonly ConcurrentStack<nint> Compressing = new();
    private static readonly ConcurrentStack<nint> Decompressing = new();

    /// <summary>The most bytes that so many may come to.</summary>
    public static int BoundOf(int length) => (int)Guarded(() => Zstd.CompressBound((nuint)length));

    /// <returns>How many bytes were written; 0 where they would not be fewer than there are.</returns>
    public static int Compress(ReadOnlySpan<byte> plain, Span<byte> compressed)
    {
        var context = Compressing.TryPop(out var idle) ? idle : Guarded(Zstd.CreateCompressionContext);
        fixed (byte* from = plain, to = compressed)
        {
            var length = Zstd.Compress(
                context, to, (nuint)compressed.Length, from, (nuint)plain.Length, Level);
            Compressing.Push(context);
            return Zstd.IsError(length) != 0 || length >= (nuint)plain.Length ? 0 : (int)length;
        }
    }

    /// <returns>Whether the bytes are one frame of exactly so much content.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> compressed, Span<byte> plain)
    {
        var context = Decompressing.TryPop(out var idle) ? idle : Guarded(Zstd.CreateDecompressionContext);
        fixed (byte* from = compressed, to = plain)
        {
            var length = Zstd.Decompress(
                context, to, (nuint)plain.Length, from, (nuint)compressed.Length);
            Decompressing.Push(context);
            return Zstd.IsError(length) == 0 && length == (nuint)plain.Length;
        }
    }

    private static T Guarded<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (DllNotFoundException missing)
        {
            throw new WorkflowsException(
                ErrorKind.Failed,
                "Volumes are compressed with libzstd, which is not installed here (Debian's package is libzstd1).",
                missing);
        }
    }
}
