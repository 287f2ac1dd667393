using System.Buffers;

namespace Workflows.Core.Buffers;

/// <summary>
/// Arrays of bytes to rent, for pages and blocks that are worked on by whichever thread has time. The runtime's shared
/// pool keeps an array of each size for every thread that ever returned one, so that a long run holds megabytes per
/// thread that nobody uses; here large arrays are kept once, for all threads, and no more of a size than work at once.
/// </summary>
public static class LargeArrays
{
    /// <summary>Up to here the shared pool is quicker, and what it keeps too little to matter; 64 KiB.</summary>
    private const int SmallBytes = 64 << 10;

    /// <summary>Longer ones are made anew and left to the collector; 4 MiB.</summary>
    private const int LargestKeptBytes = 4 << 20;

    /// <summary>What a backup or a restore has under way at once.</summary>
    private const int KeptOfASize = 8;

    private static readonly ArrayPool<byte> Large = ArrayPool<byte>.Create(LargestKeptBytes, KeptOfASize);

    /// <summary>An array of at least so many bytes, with whatever stood in it before.</summary>
    public static byte[] Rent(int bytes) => Of(bytes).Rent(bytes);

    /// <summary>Gives back an array that <see cref="Rent"/> gave, once, and not to be touched any more.</summary>
    public static void Return(byte[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        Of(array.Length).Return(array);
    }

    private static ArrayPool<byte> Of(int bytes) => bytes <= SmallBytes ? ArrayPool<byte>.Shared : Large;
}
