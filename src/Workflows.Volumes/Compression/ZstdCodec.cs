using Workflows.Core.Errors;

namespace Workflows.Volumes.Compression;

/// <summary>Compresses whole buffers. Each thread has contexts of its own, which libzstd makes dear to make anew.</summary>
internal static unsafe class ZstdCodec
{
    /// <summary>libzstd's own default, restic's too.</summary>
    private const int Level = 3;

    [ThreadStatic]
    private static nint compressing;

    [ThreadStatic]
    private static nint decompressing;

    /// <summary>The most bytes that so many may come to.</summary>
    public static int BoundOf(int length) => (int)Guarded(() => Zstd.CompressBound((nuint)length));

    /// <returns>How many bytes were written; 0 where they would not be fewer than there are.</returns>
    public static int Compress(ReadOnlySpan<byte> plain, Span<byte> compressed)
    {
        compressing = compressing == 0 ? Guarded(Zstd.CreateCompressionContext) : compressing;
        fixed (byte* from = plain, to = compressed)
        {
            var length = Zstd.Compress(
                compressing, to, (nuint)compressed.Length, from, (nuint)plain.Length, Level);
            return Zstd.IsError(length) != 0 || length >= (nuint)plain.Length ? 0 : (int)length;
        }
    }

    /// <returns>Whether the bytes are one frame of exactly so much content.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> compressed, Span<byte> plain)
    {
        decompressing = decompressing == 0 ? Guarded(Zstd.CreateDecompressionContext) : decompressing;
        fixed (byte* from = compressed, to = plain)
        {
            var length = Zstd.Decompress(
                decompressing, to, (nuint)plain.Length, from, (nuint)compressed.Length);
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
